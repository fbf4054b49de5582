import { type DBSchema, type IDBPDatabase, openDB } from 'idb'

interface Schema extends DBSchema {
  /** Changes that wait to be sent, in the order of `seq`. */
  outbox: { key: number; value: { account: string; [field: string]: unknown }; indexes: { account: string } }
  /** The last answer for each set of filters, by `[account, filters]`. */
  lists: { key: [string, string]; value: { account: string; filters: string; saved_at_ms: number; list: unknown } }
}

const NAME = 'opsyncpro'
const VERSION = 1

let opened: Promise<IDBPDatabase<Schema>> | undefined

/** The extension's IndexedDB, shared by every window and the worker. Values are parsed by whoever reads them. */
export function database(): Promise<IDBPDatabase<Schema>> {
  opened ??= openDB<Schema>(NAME, VERSION, {
    upgrade(db) {
      db.createObjectStore('outbox', { keyPath: 'seq', autoIncrement: true }).createIndex('account', 'account')
      db.createObjectStore('lists', { keyPath: ['account', 'filters'] })
    },
    // A newer version of the extension in another window may change the stores.
    blocking: closeDatabase,
    terminated: closeDatabase,
  }).catch((error: unknown) => {
    opened = undefined
    throw error
  })
  return opened
}

/** Closes this connection; the next use opens another. */
export function closeDatabase(): void {
  const old = opened
  opened = undefined
  void old?.then((db) => db.close())
}

/** A person at a server: what one person wrote is never sent as another. */
export const accountOf = ({ origin, user }: { origin: string; user: { id: string } }): string => `${origin} ${user.id}`
