import { type ChildProcess, spawn } from 'node:child_process'
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../../services/local/testing/free-port.ts'

const ROOT = join(import.meta.dirname, '../..')

/** Node keeps what it compiled of the host's sources here, so only the first host of a machine compiles them. */
const COMPILE_CACHE = join(tmpdir(), 'opsyncpro-e2e-compiled')

/** Names the data folder that hosts of this run start from; see global-setup.ts. */
export const TEMPLATE_VARIABLE = 'OPSYNCPRO_E2E_TEMPLATE'

/** OpSyncPro as `npm start` runs it, in a process of its own on data of its own. */
export type Host = {
  url: string
  dataDir: string
  /** Ends the process as Ctrl+C does (SIGTERM), or as a power cut does (SIGKILL). */
  end(how: 'SIGTERM' | 'SIGKILL'): Promise<void>
  /** Starts it again on the same data and port. Rejects with what it printed when it does not start. */
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

/** How many finished files are in the private store, wherever they lie; names are the store's own affair. */
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
