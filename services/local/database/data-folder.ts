import { existsSync } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { StartError } from '../start-error.ts'
import { type LocalDatabase, openDatabase } from './open-database.ts'

const MARKER = 'db-created'

/**
 * Opens `<dataDir>/db`. The unfinished folder of a first start that was killed is moved aside: no data was served from
 * it. Throws a StartError when the folder is damaged.
 */
export async function openFolder(dataDir: string): Promise<LocalDatabase> {
  const folder = join(dataDir, 'db')
  const marker = join(dataDir, MARKER)
  if (existsSync(folder) && !existsSync(marker)) await rename(folder, `${folder}.unfinished-${Date.now()}`)
  const database = await openDatabase({ folder }).catch((error: unknown) => {
    throw damagedDatabase(dataDir, error)
  })
  if (!existsSync(marker)) await writeFile(marker, `${new Date().toISOString()}\n`)
  return database
}

/** Runs the first statements after opening; when the embedded engine crashes there, the folder is damaged. */
export async function reportDamage<T>(
  { dataDir, databaseUrl }: { dataDir: string; databaseUrl?: string | undefined },
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (databaseUrl || !isBreakdown(error)) throw error
    throw damagedDatabase(dataDir, error)
  }
}

/** The engine aborted, or PostgreSQL reports data_corrupted, index_corrupted or an I/O error. */
function isBreakdown(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  return (
    /^(XX001|XX002|58)/.test(code) || error instanceof WebAssembly.RuntimeError || error.message.startsWith('Aborted(')
  )
}

function damagedDatabase(dataDir: string, cause: unknown): StartError {
  return new StartError(
    `The database in ${dataDir}/db cannot be opened, it seems to be damaged: put the folder back from a backup, ` +
      'or run `npm start -- --reset-data` to move it aside and begin afresh.',
    { cause },
  )
}
