import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { guarded } from './testing/guarded.ts'
import { postgresBinaries } from './testing/postgres-cluster.ts'
import { ENDS_WITH_PARENT, isAdopted } from './when-parent-ends.ts'

const LOCAL = import.meta.dirname
const started: ChildProcess[] = []
const pids: number[] = []
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
  for (const pid of pids.splice(0)) if (isAlive(pid)) process.kill(pid, 'SIGKILL')
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
const hasEnded = (pid: number) => vi.waitUntil(() => !isAlive(pid), { timeout: 20_000 })

/** Starts a program, and answers with the number that it prints as `pid: N`. */
async function start(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<[ChildProcess, number]> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env } })
  started.push(child)
  for await (const line of createInterface({ input: child.stdout })) {
    const pid = Number(/pid: (\d+)/.exec(line)?.[1])
    if (!pid) continue
    pids.push(pid)
    return [child, pid]
  }
  throw new Error('The program ended without saying its number.')
}

const SLEEPER = 'console.log("pid: " + process.pid); setInterval(() => {}, 1000)'
/** A process that starts another one, prints that one's output and lives on. */
const starting = ([command, args]: readonly [string, readonly string[]]) =>
  `require('node:child_process').spawn(${JSON.stringify(command)}, ${JSON.stringify(args)}, { stdio: 'inherit' }); setInterval(() => {}, 1000)`

describe('a guarded program ends with the process that started it', () => {
  test.each(['SIGKILL', 'SIGTERM'] as const)('which ends by %s', async (signal) => {
    const [worker, pid] = await start(process.execPath, ['-e', starting(guarded(process.execPath, ['-e', SLEEPER]))])
    expect(isAlive(pid)).toBe(true)
    worker.kill(signal)
    await hasEnded(pid)
  })

  test('also when it ignores SIGTERM, and with the programs that it started itself', async () => {
    const stubborn = `process.on('SIGTERM', () => {}); ${starting([process.execPath, ['-e', SLEEPER]])}`
    const [worker, pid] = await start(process.execPath, ['-e', starting(guarded(process.execPath, ['-e', stubborn]))])
    worker.kill('SIGKILL')
    await hasEnded(pid)
  })

  test('what a program leaves behind when it ends by itself ends too', async () => {
    // It ends with code 3 as soon as the program that it started has said its number.
    const leaving = `const child = require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(SLEEPER)}], { stdio: ['ignore', 'pipe', 'inherit'] })
      child.stdout.once('data', (text) => process.stdout.write(text, () => process.exit(3)))`
    const [guard, pid] = await start(...guarded(process.execPath, ['-e', leaving]))
    await vi.waitUntil(() => guard.exitCode !== null, { timeout: 20_000 })
    expect(guard.exitCode).toBe(3)
    await hasEnded(pid)
  })

  test('its exit code is the guard’s, and a program that does not exist is a failure', async () => {
    const codeOf = (command: string, args: string[]) =>
      new Promise((resolve) => spawn(...guarded(command, args), { stdio: 'ignore' }).once('exit', resolve))
    expect(await codeOf(process.execPath, ['-e', 'process.exit(7)'])).toBe(7)
    expect(await codeOf('/nowhere/at-all', [])).toBe(127)
  })
})

test.skipIf(!postgresBinaries())('a PostgreSQL server of tests ends when their process is killed', async () => {
  const cluster = JSON.stringify(join(LOCAL, 'testing/postgres-cluster.ts'))
  const code = `import { startPostgresCluster, postgresBinaries } from ${cluster}
    import { execFileSync } from 'node:child_process'
    const { url } = await startPostgresCluster(postgresBinaries())
    const port = new URL(url).port
    const found = execFileSync('pgrep', ['-f', 'postgres -D .* -p ' + port + ' ']).toString().trim().split('\\n')
    console.log('pid: ' + found.at(-1)); setInterval(() => {}, 1000)`
  const [worker, pid] = await start(process.execPath, ['--input-type=module', '-e', code])
  worker.kill('SIGKILL')
  await hasEnded(pid)
})

test('a process of the same group is a parent; whoever adopted it is not', async () => {
  const [child, pid] = await start(process.execPath, ['-e', SLEEPER])
  expect(isAdopted(pid, process.pid)).toBe(false)
  // What stands at the end of every line of parents, and a process that does not exist.
  expect(isAdopted(pid, 1)).toBe(true)
  child.kill('SIGKILL')
  await hasEnded(pid)
  expect(isAdopted(pid, 1)).toBe(false)
})

test('SIGTERM to `npm start` while Node is still starting leaves no server behind', async () => {
  const data = await mkdtemp(join(tmpdir(), 'opsyncpro-stop-'))
  // The shell that npm starts has ended when the server's first line runs: `&` lets it.
  const main = `${process.execPath} ${join(LOCAL, 'main.ts')}`
  const env = {
    ...process.env,
    [ENDS_WITH_PARENT]: '',
    npm_lifecycle_event: 'start',
    PORT: '0',
    OPSYNCPRO_DATA_DIR: data,
  }
  const shell = spawn('sh', ['-c', `${main} & echo "pid: $!"`], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env,
    detached: true,
  })
  started.push(shell)
  let text = ''
  for await (const chunk of shell.stdout) {
    text += String(chunk)
    if (text.includes('\n')) break
  }
  const pid = Number(/pid: (\d+)/.exec(text)?.[1])
  pids.push(pid)
  await hasEnded(pid)
  await rm(data, { recursive: true, force: true })
})

test('SIGTERM to `npm start` stops the server, not only npm', async () => {
  const data = await mkdtemp(join(tmpdir(), 'opsyncpro-stop-'))
  try {
    const npm = spawn('npm', ['start'], {
      cwd: join(LOCAL, '../..'),
      stdio: 'ignore',
      env: { ...process.env, [ENDS_WITH_PARENT]: '', PORT: '0', OPSYNCPRO_DATA_DIR: data },
    })
    started.push(npm)
    // The host names itself in the lock of its data folder.
    const host = await vi.waitUntil(
      async () => JSON.parse(await readFile(join(data, 'lock'), 'utf8').catch(() => '{}')).pid,
      { timeout: 50_000 },
    )
    pids.push(host)
    expect(host).not.toBe(npm.pid)
    npm.kill('SIGTERM')
    await hasEnded(host)
  } finally {
    await rm(data, { recursive: true, force: true })
  }
})
