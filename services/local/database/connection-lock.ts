import { AsyncLocalStorage } from 'node:async_hooks'
import { CompiledQuery, type DatabaseConnection, type Driver, type QueryResult, type TransactionSettings } from 'kysely'

/** What Kysely needs of a PGlite instance. */
type SingleConnection = {
  query(sql: string, parameters: unknown[]): Promise<{ rows: unknown[]; affectedRows?: number }>
}

type Holder = { isOpen: boolean }

/**
 * PGlite has one connection and no owner of it, so two requests would interleave `BEGIN`, `set role` and their queries:
 * one person's statement would run under another's role. Callers therefore wait here for the connection. Code called
 * from inside an open transaction gets the same connection at once, otherwise it would wait for itself.
 */
export class ConnectionLock {
  #tail: Promise<void> = Promise.resolve()
  readonly #holder = new AsyncLocalStorage<Holder>()

  /** Waits for the connection; the returned function releases it and may be called only once. */
  async acquire(): Promise<() => void> {
    if (this.#holder.getStore()?.isOpen) return () => {}
    const before = this.#tail
    let release = (): void => {}
    this.#tail = new Promise((resolve) => {
      release = resolve
    })
    await before
    return release
  }

  /** Runs `work` while no other caller can use the connection. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    const release = await this.acquire()
    try {
      return await this.markHeld(work)
    } finally {
      release()
    }
  }

  /** Runs `work`, which already holds the connection, so that its calls do not wait for themselves. */
  async markHeld<T>(work: () => Promise<T>): Promise<T> {
    const holder: Holder = { isOpen: true }
    try {
      return await this.#holder.run(holder, work)
    } finally {
      holder.isOpen = false
    }
  }
}

/** Wraps a Kysely transaction callback so that nested use of the outer Kysely joins the transaction. */
export function joinTransaction<T>(
  lock: ConnectionLock,
  db: { isTransaction: boolean },
  work: () => Promise<T>,
): Promise<T> {
  return db.isTransaction ? lock.markHeld(work) : work()
}

/** A Kysely driver that gives PGlite's single connection to one holder at a time. */
export class LockedPgliteDriver implements Driver {
  readonly #client: SingleConnection
  readonly #lock: ConnectionLock
  readonly #releases = new WeakMap<DatabaseConnection, () => void>()

  constructor(client: SingleConnection, lock: ConnectionLock) {
    this.#client = client
    this.#lock = lock
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    const release = await this.#lock.acquire()
    const connection = new PgliteHandle(this.#client)
    this.#releases.set(connection, release)
    return connection
  }

  async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    const level = settings.isolationLevel ? ` isolation level ${settings.isolationLevel}` : ''
    const mode = settings.accessMode ? ` ${settings.accessMode}` : ''
    await connection.executeQuery(CompiledQuery.raw(`begin${level}${mode}`))
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('commit'))
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('rollback'))
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    this.#releases.get(connection)?.()
    this.#releases.delete(connection)
  }

  async destroy(): Promise<void> {}
}

class PgliteHandle implements DatabaseConnection {
  readonly #client: SingleConnection

  constructor(client: SingleConnection) {
    this.#client = client
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const result = await this.#client.query(query.sql, [...query.parameters])
    // safe: Kysely's caller names the row type, as with every driver.
    const rows = result.rows as R[]
    return result.affectedRows === undefined ? { rows } : { rows, numAffectedRows: BigInt(result.affectedRows) }
  }

  // biome-ignore lint/correctness/useYield: PGlite has no cursors; the interface asks for the method.
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('PGlite cannot stream rows.')
  }
}
