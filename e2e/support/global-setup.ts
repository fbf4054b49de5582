import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildWhenStale } from '../../services/local/build-when-stale.ts'
import { readMigrations } from '../../services/local/database/migrations.ts'
import { openDatabase } from '../../services/local/database/open-database.ts'
import { snapshotOf } from '../../services/local/testing/create-test-host.ts'
import { TEMPLATE_VARIABLE } from './host.ts'

const ROOT = join(import.meta.dirname, '../..')

/**
 * Before the first test: builds what is older than its sources, which two hosts at once must not do, and makes a data
 * folder whose database has all migrations. Hosts start from a copy; a first start takes four times as long.
 */
export default async function globalSetup(): Promise<() => Promise<void>> {
  await buildWhenStale(ROOT, console.log)
  const folder = await mkdtemp(join(tmpdir(), 'opsyncpro-e2e-template-'))
  const snapshot = await snapshotOf(await readMigrations(join(ROOT, 'supabase/migrations')))
  const database = await openDatabase({ folder: join(folder, 'db'), snapshot })
  await database.close()
  await writeFile(join(folder, 'db-created'), `${new Date().toISOString()}\n`)
  process.env[TEMPLATE_VARIABLE] = folder
  return () => rm(folder, { recursive: true, force: true })
}
