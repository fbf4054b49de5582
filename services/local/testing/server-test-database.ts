import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { readMigrations } from '../database/migrations.ts'
import { openDatabase, type Row } from '../database/open-database.ts'
import { Mailbox } from '../mailbox.ts'
import { createSecrets } from '../secrets.ts'
import { startSupabaseService } from '../supabase-service.ts'

const REPOSITORY_MIGRATIONS = join(import.meta.dirname, '../../../supabase/migrations')

export type ServerTestDatabase = {
  exec(statements: string): Promise<Row[]>
  /** Closes the connections and drops the database. */
  close(): Promise<void>
}

/** Makes a new database with all migrations on a real PostgreSQL server; one session, so `set` lasts between calls. */
export async function createServerTestDatabase(
  serverUrl: string,
  migrationsDir = REPOSITORY_MIGRATIONS,
): Promise<ServerTestDatabase> {
  const name = `opsyncpro_test_${randomBytes(6).toString('hex')}`
  const admin = postgres(serverUrl, { max: 1, onnotice: () => {} })
  await admin.unsafe(`create database ${name}`)
  const url = Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href
  const filesDir = await mkdtemp(join(tmpdir(), 'opsyncpro-test-files-'))
  const database = await openDatabase({ databaseUrl: url })
  const session = postgres(url, { max: 1, onnotice: () => {} })
  const close = async (): Promise<void> => {
    await session.end({ timeout: 2 })
    await database.close()
    await admin.unsafe(`drop database ${name} with (force)`)
    await admin.end({ timeout: 2 })
    await rm(filesDir, { recursive: true, force: true })
  }
  try {
    await startSupabaseService({
      database,
      secrets: createSecrets(),
      filesDir,
      migrations: await readMigrations(migrationsDir),
      origin: 'http://supabase.test',
      email: new Mailbox(undefined),
    })
  } catch (error) {
    await close()
    throw error
  }
  return { exec: async (statements) => (await session.unsafe(statements).simple()).flat(), close }
}
