import { type ChildProcess, spawn } from 'node:child_process'
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../../services/local/testing/free-port.ts'

const ROOT = join(import.meta.dirname, '../..')

/** Node stores the compiled host here, so that only the first host of a machine compiles it. */
const COMPILE_CACHE = join(tmpdir(), 'opsyncpro-e2e-compiled')

/** Names the data folder that hosts of this run start from; see global-setup.ts. */
export const TEMPLATE_VARIABLE = 'OPSYNCPRO_E2E_TEMPLATE'

/** OpSyncPro as `npm start` runs it, in its own process on its own data. */
export type Host = {
  url: string
  dataDir: string
  /** Ends the process like Ctrl+C (SIGTERM), or like a power failure (SIGKILL). */
  end(how: 'SIGTERM' | 'SIGKILL'): Promise<void>
  /** Starts the host again on the same data and port. Rejects with its output when it does not start. */
  start(): Promise<void>
  restart(how?: 'SIGTERM' | 'SIGKILL'): Promise<void>
  close(): Promise<void>
}

export async function startHost(args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Promise<Host> {
  const dataDir = await mkdtemp(join(tmpdir(), 'opsyncpro-e2e-'))
  const template = process.env[TEMPLATE_VARIABLE]
  if (template) await cp(template, dataDir, { recursive: true })
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  let child = await run(port, dataDir, args, env)
  const host: Host = {
    url,
    dataDir,
    end: (how) => end(child, how),
    async start() {
      child = await run(port, dataDir, args, env)
    },
    async restart(how = 'SIGTERM') {
      await host.end(how)
      await host.start()
    },
    async close() {
      await host.end('SIGTERM')
      await rm(dataDir, { recursive: true, force: true })
    },
  }
  return host
}

/** How many finished files the private store has, in any folder; the store chooses the names. */
export async function storedFiles({ dataDir }: Host): Promise<number> {
  const entries = await readdir(join(dataDir, 'files'), { recursive: true, withFileTypes: true }).catch(() => [])
  return entries.filter((entry) => entry.isFile() && !entry.name.endsWith('.json')).length
}

async function run(
  port: number,
  dataDir: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<ChildProcess> {
  const child = spawn('node', ['services/local/main.ts', ...args], {
    cwd: ROOT,
    env: { NODE_COMPILE_CACHE: COMPILE_CACHE, ...process.env, ...env, PORT: String(port), OPSYNCPRO_DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output: string[] = []
  await new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output.push(chunk.toString())
      if (output.join('').includes('OpSyncPro is ready')) resolve()
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.once('exit', () => reject(new Error(`The host ended: ${output.join('')}`)))
  })
  return child
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill(signal)
  await ended
}
