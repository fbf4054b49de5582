import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'

const ROOT = join(import.meta.dirname, '..')

/** A process that answers HTTP, and the time until it did. */
export type Running = { url: string; readyMs: number; stop: () => Promise<void> }

/** Starts a program and waits until `path` answers 200. Throws with its output when it ends before that. */
export async function startProgram(
  command: string,
  args: readonly string[],
  { port, path, env = {} }: { port: number; path: string; env?: Record<string, string> },
): Promise<Running> {
  const startedAt = performance.now()
  const child = spawn(command, args, {
    cwd: ROOT,
    env: { ...process.env, PORT: String(port), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const output: string[] = []
  child.stdout.on('data', (chunk) => output.push(String(chunk)))
  child.stderr.on('data', (chunk) => output.push(String(chunk)))
  const url = `http://127.0.0.1:${port}`
  while (!(await answers(url + path))) {
    if (child.exitCode !== null) throw new Error(`${command} ${args.join(' ')} ended: ${output.join('')}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  return { url, readyMs: performance.now() - startedAt, stop: () => stop(child) }
}

const answers = (url: string) =>
  fetch(url, { signal: AbortSignal.timeout(5_000) }).then(
    ({ ok }) => ok,
    () => false,
  )

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  // The whole process group: npm does not wait for the program that it started.
  if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM')
  await ended
  while (child.pid !== undefined && isAlive(-child.pid)) await new Promise((resolve) => setTimeout(resolve, 10))
}

function isAlive(group: number): boolean {
  try {
    process.kill(group, 0)
    return true
  } catch {
    return false
  }
}
