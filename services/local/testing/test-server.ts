import { join } from 'node:path'
import { readMigrations } from '../database/migrations.ts'
import { postgresBinaries, startPostgresCluster } from './postgres-cluster.ts'
import { createTemplate, TEMPLATE_VARIABLE } from './template-database.ts'

const MIGRATIONS = join(import.meta.dirname, '../../../supabase/migrations')

/**
 * Before the tests: a private PostgreSQL server with one template database, where this machine has PostgreSQL's own
 * binaries. Each test file copies the template. Without the binaries, and with OPSYNCPRO_TEST_DATABASE=embedded, test
 * files use the embedded database instead.
 */
export default async function startTestServer(): Promise<(() => Promise<void>) | undefined> {
  const binaries = postgresBinaries()
  if (!binaries || process.env.OPSYNCPRO_TEST_DATABASE === 'embedded') return undefined
  const cluster = await startPostgresCluster(binaries)
  // Workers start after this and inherit the variable.
  process.env[TEMPLATE_VARIABLE] = await createTemplate(cluster.url, await readMigrations(MIGRATIONS))
  return cluster.stop
}
