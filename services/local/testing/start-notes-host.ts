import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import { type LocalHost, type LocalHostOptions, startLocalHost } from '../start-local-host.ts'
import { TEST_PASSWORD } from './create-test-host.ts'
import { NOTES_SQL, temporaryFolder } from './notes-migration.ts'

export type NotesHost = {
  host: LocalHost
  /** Holds `data`, `migrations` and `functions`. */
  folder: string
  options: LocalHostOptions
  /** A client signed in as a new person. */
  person(email: string): Promise<{ client: SupabaseClient; userId: string }>
  visitor: SupabaseClient
  /** Closes the host and deletes everything. */
  remove(): Promise<void>
}

const HEALTH = `export default () => new Response('ok')
export const config = { path: '/api/health', method: 'GET' }`

/** A listening host with the notes schema, its own folders, a free port and no emulators. */
export async function startNotesHost(changes: LocalHostOptions = {}): Promise<NotesHost> {
  const { folder, remove } = await temporaryFolder()
  await Promise.all(['migrations', 'functions', 'dist'].map((name) => mkdir(join(folder, name))))
  await writeFile(join(folder, 'migrations/001_notes.sql'), NOTES_SQL)
  await writeFile(join(folder, 'functions/health.ts'), HEALTH)
  await writeFile(join(folder, 'dist/index.html'), '<!doctype html><title>OpSyncPro</title>')
  const options: LocalHostOptions = {
    port: 0,
    dataDir: join(folder, 'data'),
    migrationsDir: join(folder, 'migrations'),
    functionsDir: join(folder, 'functions'),
    frontendDist: join(folder, 'dist'),
    withEmulators: false,
    env: {},
    ...changes,
  }
  if (!options.databaseUrl) await copyPreparedDatabase(options)
  const host = await startLocalHost(options)
  const connect = (): SupabaseClient =>
    createClient(host.url, host.env.SUPABASE_ANON_KEY ?? '', {
      auth: { persistSession: false, autoRefreshToken: false },
    })
  return {
    host,
    folder,
    options,
    person: async (email) => {
      const client = connect()
      const { data, error } = await client.auth.signUp({ email, password: TEST_PASSWORD })
      if (error) throw error
      return { client, userId: data.user?.id ?? '' }
    },
    visitor: connect(),
    remove: async () => {
      await host.close()
      await remove()
    },
  }
}

/** Creating a database takes seconds, copying one does not: the first caller keeps its database in the temp folder. */
async function copyPreparedDatabase(options: LocalHostOptions): Promise<void> {
  const key = createHash('sha256').update(`pglite-0.4.5/lite-0.10.0/1/${NOTES_SQL}`).digest('hex').slice(0, 32)
  const prepared = join(tmpdir(), 'opsyncpro-test-databases', `notes-${key}`)
  if (!existsSync(prepared)) {
    const dataDir = `${prepared}.${randomUUID()}`
    const host = await startLocalHost({ ...options, dataDir, port: 0, isDev: false, env: {} })
    await host.close()
    await rm(join(dataDir, 'secrets.json'))
    await rename(dataDir, prepared).catch(() => rm(dataDir, { recursive: true, force: true }))
  }
  await cp(prepared, options.dataDir ?? '', { recursive: true })
}
