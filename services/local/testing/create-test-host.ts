import { createHash, randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Migration, readMigrations } from '../database/migrations.ts'
import { type LocalDatabase, openDatabase, type Row } from '../database/open-database.ts'
import { Mailbox } from '../mailbox.ts'
import { createSecrets, type Secrets } from '../secrets.ts'
import { startSupabaseService } from '../supabase-service.ts'
import { copyTemplate, TEMPLATE_VARIABLE } from './template-database.ts'

export type TestPerson = { userId: string; email: string; accessToken: string; refreshToken: string }

export type TestHost = {
  /** Base URL for supabase-js; nothing listens there, so pass `fetch` too. */
  url: string
  /** Answers `/auth/v1`, `/rest/v1` and `/storage/v1` of this host; usable as supabase-js' `global.fetch`. */
  fetch: typeof globalThis.fetch
  secrets: Secrets
  /** The variables that the local host puts into `process.env` for functions, for this host. */
  env: Record<string, string>
  mailbox: Mailbox
  /** Signs a new person up through the auth API, with the password `TEST_PASSWORD`. */
  signUp(email?: string): Promise<TestPerson>
  /** Runs one statement as the database's owner, past row level security, with `$1` parameters. */
  sql<R extends Row = Row>(statement: string, parameters?: readonly unknown[]): Promise<R[]>
  /** Runs several statements without parameters as the owner and returns all their rows. */
  exec(statements: string): Promise<Row[]>
  database: LocalDatabase
  close(): Promise<void>
}

export type TestHostOptions = {
  /** Default: the repository's supabase/migrations. */
  migrationsDir?: string
  /** Makes `create extension pgtap` possible. */
  withPgtap?: boolean
  /** The embedded database even where the tests have a PostgreSQL server. */
  isEmbedded?: boolean
}

export const TEST_PASSWORD = 'correct horse battery staple'

const REPOSITORY_MIGRATIONS = join(import.meta.dirname, '../../../supabase/migrations')

/**
 * A whole Supabase (auth, data API, storage) with all migrations applied, for one test file:
 *
 *     const host = await createTestHost()
 *     afterAll(() => host.close())
 *     const ann = await host.signUp('ann@example.test')
 *     const db = createClient<Database>(host.url, host.secrets.publishable_key, {
 *       accessToken: async () => ann.accessToken, global: { fetch: host.fetch } })
 *
 * On the PostgreSQL server of the tests (`test-server.ts`) it is a copy of their template database. Otherwise it is the
 * embedded database, from a snapshot that the system's temp folder keeps by the hash of the migrations.
 */
export async function createTestHost(options: TestHostOptions = {}): Promise<TestHost> {
  const migrations = await readMigrations(options.migrationsDir ?? REPOSITORY_MIGRATIONS)
  const filesDir = await mkdtemp(join(tmpdir(), 'opsyncpro-test-files-'))
  const withPgtap = options.withPgtap ?? false
  const copy = await copyOnServer(options)
  const database = await openDatabase(
    copy ? { databaseUrl: copy.url } : { snapshot: await snapshotOf(migrations), withPgtap },
  )
  const mailbox = new Mailbox(undefined)
  const secrets = createSecrets()
  const url = 'http://supabase.test'
  const service = await startSupabaseService({ database, secrets, filesDir, migrations, origin: url, email: mailbox })
  const send: typeof globalThis.fetch = (input, init) => service.fetch(new Request(input, init))
  return {
    url,
    fetch: send,
    secrets,
    env: {
      SUPABASE_URL: url,
      SUPABASE_ANON_KEY: secrets.publishable_key,
      SUPABASE_SERVICE_ROLE_KEY: secrets.secret_key,
      SUPABASE_JWT_SECRET: secrets.jwt_secret,
      SITE_URL: url,
      OPSYNCPRO_ENVIRONMENT: 'local',
      ENCRYPTION_KEYS: `1:${secrets.encryption_key}`,
      WEBHOOK_SECRET: secrets.webhook_secret,
    },
    mailbox,
    signUp: (email = `${randomUUID()}@example.test`) => signUp(send, url, secrets, email),
    // safe: the caller names the row type it selects.
    sql: async <R extends Row>(statement: string, parameters?: readonly unknown[]) =>
      (await database.query(statement, parameters)) as R[],
    exec: (statements) => database.exec(statements),
    database,
    close: async () => {
      await database.close()
      await copy?.drop()
      await rm(filesDir, { recursive: true, force: true })
    },
  }
}

/** A copy of the template on the tests' server; null for a host that needs the embedded database. */
async function copyOnServer({ migrationsDir, withPgtap, isEmbedded }: TestHostOptions) {
  const template = process.env[TEMPLATE_VARIABLE]
  if (!template || migrationsDir !== undefined || withPgtap || isEmbedded) return null
  return copyTemplate(template)
}

async function signUp(
  send: typeof globalThis.fetch,
  url: string,
  secrets: Secrets,
  email: string,
): Promise<TestPerson> {
  const response = await send(`${url}/auth/v1/signup`, {
    method: 'POST',
    headers: { apikey: secrets.publishable_key, 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: TEST_PASSWORD }),
  })
  if (!response.ok) throw new Error(`Signing up ${email} failed: ${response.status} ${await response.text()}`)
  // safe: GoTrue's session answer, confirmations being off.
  const session = (await response.json()) as { access_token: string; refresh_token: string; user: { id: string } }
  return { userId: session.user.id, email, accessToken: session.access_token, refreshToken: session.refresh_token }
}

/** Builds the database once per set of migrations and keeps it as a tarball. */
export async function snapshotOf(migrations: readonly Migration[]): Promise<Blob> {
  const hash = createHash('sha256').update(SNAPSHOT_VERSION)
  for (const { name, sha256 } of migrations) hash.update(`${name}:${sha256};`)
  const folder = join(tmpdir(), 'opsyncpro-test-databases')
  const path = join(folder, `${hash.digest('hex').slice(0, 32)}.tar`)
  const cached = await readFile(path).catch(() => undefined)
  if (cached) return new Blob([cached])
  const bytes = await buildSnapshot(migrations)
  await mkdir(folder, { recursive: true })
  const temporary = `${path}.${randomUUID()}`
  await writeFile(temporary, bytes)
  await rename(temporary, path)
  return new Blob([bytes])
}

const SNAPSHOT_VERSION = 'pglite-0.4.5/lite-0.10.0/2'

async function buildSnapshot(migrations: readonly Migration[]): Promise<Uint8Array<ArrayBuffer>> {
  const database = await openDatabase({})
  const filesDir = await mkdtemp(join(tmpdir(), 'opsyncpro-test-files-'))
  try {
    await startSupabaseService({
      database,
      secrets: createSecrets(),
      filesDir,
      migrations,
      origin: 'http://supabase.test',
      email: new Mailbox(undefined),
    })
    const { pglite } = database
    if (!pglite) throw new Error('Snapshots are made of the embedded database.')
    await database.exec('checkpoint')
    const dump = await database.exclusively(() => pglite.dumpDataDir('none'))
    return new Uint8Array(await dump.arrayBuffer())
  } finally {
    await database.close()
    await rm(filesDir, { recursive: true, force: true })
  }
}
