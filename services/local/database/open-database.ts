import type { PGlite, PGliteOptions } from '@electric-sql/pglite'
import type { PgliteConnection } from '@supabase/lite/pglite'
import type { PostgresConnection } from '@supabase/lite/postgres'
import { CompiledQuery, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely'
import { isoTimestamp, TIMESTAMP_TYPES } from '../shims/iso-timestamps.ts'
import { JSON_TYPES } from '../shims/json-parameters.ts'
import { keepGrants } from '../shims/keep-grants.ts'
import { ConnectionLock, joinTransaction, LockedPgliteDriver } from './connection-lock.ts'

export type Row = Record<string, unknown>

/** One open database, embedded or on a server, with the few calls that the local host needs. */
export type LocalDatabase = {
  kind: 'pglite' | 'postgres'
  /** The connection that supabase-lite uses. */
  connection: PgliteConnection | PostgresConnection
  /** Runs one statement with `$1` parameters and returns its rows. */
  query(sql: string, parameters?: readonly unknown[]): Promise<Row[]>
  /**
   * Runs several statements without parameters and returns all their rows; opens no transaction unless the text does.
   */
  exec(sql: string): Promise<Row[]>
  /** Runs several statements, all or none. */
  execAtomically(sql: string): Promise<void>
  /** The embedded engine, for snapshots; undefined on a server. Take the lock first. */
  pglite: PGlite | undefined
  /** Runs `work` while nothing else can use the embedded connection (on a server: at once). */
  exclusively<T>(work: () => Promise<T>): Promise<T>
  /** Runs `work` while no other host prepares the same database. */
  alone<T>(work: () => Promise<T>): Promise<T>
  close(): Promise<void>
}

export type OpenDatabaseOptions = {
  /** Folder of the embedded database; undefined keeps it in memory. */
  folder?: string | undefined
  /** `postgres://…`: use this server instead of the embedded engine. */
  databaseUrl?: string | undefined
  /** A tarball made by `dumpDataDir`, as the starting point of an in-memory database. */
  snapshot?: Blob | undefined
  /** Adds pgTAP to the extensions that can be created. */
  withPgtap?: boolean | undefined
}

/** Opens the database. Throws what the engine throws; `describeStartError` turns that into a sentence. */
export async function openDatabase(options: OpenDatabaseOptions): Promise<LocalDatabase> {
  return options.databaseUrl ? openServer(options.databaseUrl) : openEmbedded(options)
}

async function openEmbedded(options: OpenDatabaseOptions): Promise<LocalDatabase> {
  const [{ createPgliteConnection }, extensions] = await Promise.all([
    import('@supabase/lite/pglite'),
    loadExtensions(options.withPgtap ?? false),
  ])
  const pgliteOptions: Omit<PGliteOptions, 'dataDir'> = { extensions, relaxedDurability: false }
  if (options.snapshot) pgliteOptions.loadDataDir = options.snapshot
  const connection = await createPgliteConnection(
    options.folder ? { url: options.folder, pgliteOptions } : { pgliteOptions },
  )
  const pglite = connection.driver
  await pglite.waitReady
  for (const type of TIMESTAMP_TYPES) pglite.parsers[type] = isoTimestamp
  const lock = new ConnectionLock()
  connection.kysely = lockedKysely(pglite, lock)
  const withContext = connection.withContext.bind(connection)
  connection.withContext = (vars, work, contextOptions) =>
    withContext(vars, (db) => joinTransaction(lock, db, () => work(db)), contextOptions)
  connection.runInTransaction = (work) =>
    connection.kysely.transaction().execute((db) => joinTransaction(lock, db, () => work(db)))
  keepGrants(connection)
  return {
    kind: 'pglite',
    connection,
    pglite,
    query: (sql, parameters = []) => lock.run(async () => (await pglite.query<Row>(sql, [...parameters])).rows),
    exec: (sql) => lock.run(async () => (await pglite.exec(sql)).flatMap(({ rows }) => rows)),
    execAtomically: (sql) =>
      lock.run(async () => {
        await pglite.exec('begin')
        try {
          await pglite.exec(sql)
          await pglite.exec('commit')
        } catch (error) {
          await pglite.exec('rollback')
          throw error
        }
      }),
    exclusively: (work) => lock.run(work),
    // The lock of the data folder keeps other hosts away.
    alone: (work) => work(),
    close: () => lock.run(() => connection.close()),
  }
}

async function openServer(databaseUrl: string): Promise<LocalDatabase> {
  const { createPostgresConnection } = await import('@supabase/lite/postgres')
  const connection = createPostgresConnection({
    url: databaseUrl,
    postgresOptions: {
      onnotice: () => {},
      connect_timeout: 5,
      max: 10,
      types: {
        ...JSON_TYPES,
        timestamps: { to: 1184, from: [...TIMESTAMP_TYPES], serialize: (value: unknown) => value, parse: isoTimestamp },
      },
    },
  })
  keepGrants(connection)
  const server = connection.driver
  return {
    kind: 'postgres',
    connection,
    pglite: undefined,
    query: async (sql, parameters = []) =>
      (await connection.kysely.executeQuery<Row>(CompiledQuery.raw(sql, [...parameters]))).rows,
    exec: async (sql) => (await server.unsafe(sql).simple()).flat(),
    execAtomically: async (sql) => void (await server.begin((transaction) => transaction.unsafe(sql).simple())),
    exclusively: (work) => work(),
    alone: (work) => withAdvisoryLock(server, work),
    // A timeout, because closing would otherwise wait forever for a connection that is waiting to try again.
    close: () => server.end({ timeout: 2 }),
  }
}

/** The number of the lock under which hosts prepare a database, one after the other. */
const PREPARING = 7_226_117

async function withAdvisoryLock<T>(server: PostgresConnection['driver'], work: () => Promise<T>): Promise<T> {
  const session = await server.reserve()
  try {
    // The other host may apply all migrations; a limit for statements would end the waiting.
    await session.unsafe(`set statement_timeout = 0`)
    await session.unsafe(`select pg_advisory_lock(${PREPARING})`)
    try {
      return await work()
    } finally {
      await session.unsafe(`select pg_advisory_unlock(${PREPARING})`)
      await session.unsafe(`reset statement_timeout`)
    }
  } finally {
    session.release()
  }
}

function lockedKysely(pglite: PGlite, lock: ConnectionLock) {
  return new Kysely({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new LockedPgliteDriver(pglite, lock),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  })
}

async function loadExtensions(withPgtap: boolean) {
  const [{ pg_trgm }, { pgcrypto }, { btree_gin }] = await Promise.all([
    import('@electric-sql/pglite/contrib/pg_trgm'),
    import('@electric-sql/pglite/contrib/pgcrypto'),
    import('@electric-sql/pglite/contrib/btree_gin'),
  ])
  if (!withPgtap) return { pg_trgm, pgcrypto, btree_gin }
  const { pgtap } = await import('@electric-sql/pglite/pgtap')
  return { pg_trgm, pgcrypto, btree_gin, pgtap }
}
