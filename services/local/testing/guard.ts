import { spawn } from 'node:child_process'
import { whenParentEnds } from '../when-parent-ends.ts'

/*
 * `node guard.ts <options as JSON> <command> [arguments]`: runs a program that ends with the process that started this
 * one, however that ends. Programs that are not ours, such as PostgreSQL, would live on when a test run is killed.
 * When the program ends, the rest of its process group ends too.
 */
type Options = { uid?: number; gid?: number; cwd?: string; endSignal?: NodeJS.Signals }

const GRACE_MS = 5_000

const [text = '{}', command = '', ...args] = process.argv.slice(2)
// safe: `guarded` below wrote it
const { endSignal = 'SIGTERM', ...identity } = JSON.parse(text) as Options
const child = spawn(command, args, { ...identity, stdio: 'inherit', detached: process.platform !== 'win32' })

const signalGroup = (signal: NodeJS.Signals) => {
  try {
    if (child.pid !== undefined && process.platform !== 'win32') process.kill(-child.pid, signal)
    else child.kill(signal)
  } catch {
    // It has ended.
  }
}

function end(signal: NodeJS.Signals): void {
  signalGroup(signal)
  setTimeout(() => signalGroup('SIGKILL'), GRACE_MS).unref()
}

whenParentEnds(() => end(endSignal))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => end(signal))
child.once('error', (error) => {
  console.error(error.message)
  process.exit(127)
})
child.once('exit', (code, signal) => {
  signalGroup('SIGKILL')
  process.exit(code ?? (signal ? 1 : 0))
})
