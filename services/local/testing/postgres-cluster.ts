import { execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, chown, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freePort } from './free-port.ts'
import { guarded } from './guarded.ts'

const run = promisify(execFile)
const VERSIONS = [18, 17, 16, 15]

/** The folder of PostgreSQL's own binaries; null when this machine has none, and tests that need them are skipped. */
export function postgresBinaries(): string | null {
  const folders = VERSIONS.map((version) => `/usr/lib/postgresql/${version}/bin`)
  return folders.find((folder) => existsSync(join(folder, 'initdb'))) ?? null
}

/**
 * A private cluster on a free loopback port, removed by `stop`. Root runs it as the user `postgres`, because initdb
 * refuses root.
 */
export async function startPostgresCluster(binaries: string): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'opsyncpro-pg-'))
  const identity = await serverIdentity()
  if (identity) await chown(folder, identity.uid, identity.gid)
  await chmod(folder, 0o700)
  const data = join(folder, 'data')
  const as = identity ? { ...identity, cwd: folder } : { cwd: folder }
  await run(
    join(binaries, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '--no-sync', '-E', 'UTF8', '--locale=C'],
    as,
  )
  const port = await freePort()
  const args = [
    '-D',
    data,
    '-p',
    String(port),
    '-h',
    '127.0.0.1',
    '-k',
    folder,
    '-F',
    '-c',
    'max_connections=300',
    '-c',
    'synchronous_commit=off',
    '-c',
    'full_page_writes=off',
    '-c',
    'autovacuum=off',
    // As a hosted project ends the statements of the data API; its `max_rows` is a default of the local data API.
    '-c',
    'statement_timeout=8s',
  ]
  const server = spawn(...guarded(join(binaries, 'postgres'), args, { ...as, endSignal: 'SIGINT' }), {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const exited = new Promise((resolve) => server.once('exit', resolve))
  await new Promise<void>((resolve, reject) => {
    let log = ''
    server.stderr.on('data', (chunk: Buffer) => {
      log += String(chunk)
      if (log.includes('ready to accept connections')) resolve()
    })
    server.once('exit', () => reject(new Error(`PostgreSQL did not start:\n${log}`)))
  })
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    stop: async () => {
      server.kill('SIGINT')
      await exited
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function serverIdentity(): Promise<{ uid: number; gid: number } | null> {
  if (userInfo().uid !== 0) return null
  const [uid, gid] = await Promise.all(
    ['-u', '-g'].map(async (flag) => Number((await run('id', [flag, 'postgres'])).stdout)),
  )
  return uid && gid ? { uid, gid } : null
}
