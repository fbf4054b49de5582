import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { StartError } from '../start-error.ts'
import type { LocalDatabase } from './open-database.ts'

export type Migration = { name: string; sql: string; sha256: string }

/** Reads `*.sql` of a folder in name order; a folder that does not exist has none. */
export async function readMigrations(folder: string): Promise<Migration[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  return Promise.all(
    names
      .filter((name) => name.endsWith('.sql'))
      .sort()
      .map(async (name) => {
        const sql = await readFile(join(folder, name), 'utf8')
        return { name, sql, sha256: createHash('sha256').update(sql).digest('hex') }
      }),
  )
}

/**
 * Applies pending migrations, each file in its own transaction, and returns their names. Throws a StartError when an
 * applied file has changed since, or when a file fails (nothing of the file stays).
 */
export async function applyMigrations(database: LocalDatabase, migrations: readonly Migration[]): Promise<string[]> {
  const rows = await database.query('select name, sha256 from supabase_migrations.local_migrations')
  const applied = new Map(rows.map((row) => [String(row.name), String(row.sha256)]))
  for (const migration of migrations) {
    const before = applied.get(migration.name)
    if (before !== undefined && before !== migration.sha256) {
      throw new StartError(
        `supabase/migrations/${migration.name} has changed since it was applied to this database: ` +
          'put the change into a new migration, or run `npm start -- --reset-data` to move the data aside and begin afresh.',
      )
    }
  }
  const pending = migrations.filter((migration) => !applied.has(migration.name))
  for (const migration of pending) await applyOne(database, migration)
  return pending.map((migration) => migration.name)
}

async function applyOne(database: LocalDatabase, migration: Migration): Promise<void> {
  const record = `insert into supabase_migrations.local_migrations (name, sha256)
    values ('${migration.name.replaceAll("'", "''")}', '${migration.sha256}');`
  try {
    // A migration may set its own search_path; the next one starts with the default again.
    await database.execAtomically(`${migration.sql}\n;reset search_path; reset role;\n${record}`)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const where = positionOf(error, migration.sql)
    throw new StartError(`supabase/migrations/${migration.name}${where} could not be applied: ${reason}`, {
      cause: error,
    })
  }
}

function positionOf(error: unknown, sql: string): string {
  if (typeof error !== 'object' || error === null || !('position' in error)) return ''
  const position = Number(error.position)
  return Number.isInteger(position) && position > 0 ? `:${sql.slice(0, position).split('\n').length}` : ''
}
