import type { EmailDriver } from '@supabase/lite'
import { applyMigrations, type Migration } from './database/migrations.ts'
import type { LocalDatabase } from './database/open-database.ts'
import { LOCAL_STATE_SQL, SYSTEM_SCHEMA_SQL } from './database/system-schema.ts'
import type { Secrets } from './secrets.ts'
import { withReadableAuthInput } from './shims/auth-input.ts'
import { withMailLinks } from './shims/mail-links.ts'
import { withSignInLinks } from './shims/sign-in-links.ts'
import { withAnswersForSqlErrors } from './shims/sql-errors.ts'
import { withStorageShims } from './shims/storage-answers.ts'
import { FileStorage } from './storage/file-storage.ts'

export type SupabaseService = {
  /** Answers `/auth/v1`, `/rest/v1` and `/storage/v1`; other paths are 404. */
  fetch(request: Request): Promise<Response>
  /** Names of the migrations applied by this start. */
  appliedNow: string[]
}

export type SupabaseServiceOptions = {
  database: LocalDatabase
  secrets: Secrets
  /** Folder for stored objects. */
  filesDir: string
  migrations: readonly Migration[]
  /** Own URL, without a trailing slash, for links in emails. */
  origin: string
  email: EmailDriver
}

/**
 * Auth, data API and storage on one database. The order matters: lite's own schemas, then what a hosted project has on
 * top, then our migrations. A stored fingerprint skips what an earlier start has done.
 */
export async function startSupabaseService(options: SupabaseServiceOptions): Promise<SupabaseService> {
  const { database, secrets, origin } = options
  const { App, getStorageSchemaSql, setExperimental } = await import('@supabase/lite')
  setExperimental('storage', true)
  const links = withSignInLinks({ email: options.email, secretKey: secrets.secret_key })
  const mail = withMailLinks(links.driver, origin)
  const app = new App({
    connection: database.connection,
    auth: {
      enabled: true,
      jwt_secret: secrets.jwt_secret,
      publishable_key: secrets.publishable_key,
      secret_key: secrets.secret_key,
      jwt_expiry: 3600,
      enable_signup: true,
      minimum_password_length: 8,
      site_url: origin,
      additional_redirect_urls: [`${origin}/**`],
      email: { enable_signup: true, enable_confirmations: false },
    },
    storage: { enabled: true, file_size_limit: '500MiB' },
    db: { migrations: { enabled: false } },
    studio: { enabled: false },
    options: { server: { admin: false, disableStudio: true }, drivers: { email: mail.driver } },
  })
  const appliedNow = await database.alone(async () => {
    await withoutExperimentalWarning(() => app.init())
    await ensureSystem(database, async () => {
      await app.ensureSystemSchema()
      await database.exec(getStorageSchemaSql())
      await database.exec(SYSTEM_SCHEMA_SQL)
    })
    return applyMigrations(database, options.migrations)
  })
  if (appliedNow.length > 0) await database.connection.clearSchemaCache()
  const storage = new FileStorage(options.filesDir)
  await storage.sweep()
  app._storageAdapter = storage
  const answer = withAnswersForSqlErrors(database.connection, (request) => app.fetch(request))
  const answerAuth = (request: Request) =>
    withReadableAuthInput(request, (read) => links.answer(read, (asked) => withStorageShims(asked, answer)))
  return { appliedNow, fetch: (request) => mail.run(request, () => answerAuth(request)) }
}

const SYSTEM_VERSION = 'lite-0.10.0/2'

async function ensureSystem(database: LocalDatabase, create: () => Promise<void>): Promise<void> {
  const [found] = await database.query(`select to_regclass('supabase_migrations.local_state')::text as name`)
  if (found?.name) {
    const [row] = await database.query(`select value from supabase_migrations.local_state where key = 'system'`)
    if (row?.value === SYSTEM_VERSION) return
  }
  await create()
  await database.exec(LOCAL_STATE_SQL)
  await database.query(
    `insert into supabase_migrations.local_state (key, value) values ('system', $1)
     on conflict (key) do update set value = excluded.value`,
    [SYSTEM_VERSION],
  )
}

/** lite warns once that storage is experimental; the decision record says so, and the terminal need not. */
async function withoutExperimentalWarning(work: () => Promise<unknown>): Promise<void> {
  const { warn } = console
  console.warn = (...parts: unknown[]) => {
    if (!String(parts[0]).startsWith('EXPERIMENTAL FEATURES')) warn(...parts)
  }
  try {
    await work()
  } finally {
    console.warn = warn
  }
}
