import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import type { Migration } from '../database/migrations.ts'
import { openDatabase } from '../database/open-database.ts'
import { Mailbox } from '../mailbox.ts'
import { createSecrets } from '../secrets.ts'
import { startSupabaseService } from '../supabase-service.ts'

/** The variable that names the template database, `postgres://…/name`, of the tests' PostgreSQL server. */
export const TEMPLATE_VARIABLE = 'OPSYNCPRO_TEST_TEMPLATE_URL'

const TEMPLATE = 'opsyncpro_template'

/**
 * Makes a database with the whole Supabase and all migrations on a server, as a template for copies. Answers its URL.
 */
export async function createTemplate(serverUrl: string, migrations: readonly Migration[]): Promise<string> {
  await onServer(serverUrl, `create database ${TEMPLATE}`)
  const url = withDatabase(serverUrl, TEMPLATE)
  const filesDir = await mkdtemp(join(tmpdir(), 'opsyncpro-test-files-'))
  const database = await openDatabase({ databaseUrl: url })
  try {
    const origin = 'http://supabase.test'
    const email = new Mailbox(undefined)
    await startSupabaseService({ database, secrets: createSecrets(), filesDir, migrations, origin, email })
  } finally {
    await database.close()
    await rm(filesDir, { recursive: true, force: true })
  }
  return url
}

/** The database of one test file, copied from the template; `drop` removes it. */
export async function copyTemplate(templateUrl: string): Promise<{ url: string; drop(): Promise<void> }> {
  const template = new URL(templateUrl).pathname.slice(1)
  const name = `opsyncpro_test_${randomUUID().replaceAll('-', '')}`
  const serverUrl = withDatabase(templateUrl, 'postgres')
  await onServer(serverUrl, `create database ${name} template ${template} strategy file_copy`)
  return {
    url: withDatabase(templateUrl, name),
    drop: () => onServer(serverUrl, `drop database if exists ${name} with (force)`),
  }
}

async function onServer(url: string, statement: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  try {
    await sql.unsafe(statement)
  } finally {
    await sql.end({ timeout: 2 })
  }
}

const withDatabase = (url: string, name: string): string => Object.assign(new URL(url), { pathname: `/${name}` }).href
