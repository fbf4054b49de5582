import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { btree_gin } from '@electric-sql/pglite/contrib/btree_gin'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { App, getStorageSchemaSql, setExperimental } from '@supabase/lite'
import { createPgliteConnection } from '@supabase/lite/pglite'
import { SYSTEM_SCHEMA_SQL } from '../database/system-schema.ts'
import { createSecrets } from '../secrets.ts'
import { FileStorage } from '../storage/file-storage.ts'
import { snapshotOf } from './create-test-host.ts'

/**
 * supabase-lite without our lock and shims: tests use it to show that a gap still exists. When such a test fails after
 * an update, its shim can be removed.
 */
export async function createBareLite(migrations: string) {
  setExperimental('storage', true)
  const secrets = createSecrets()
  const connection = await createPgliteConnection({
    pgliteOptions: { loadDataDir: await snapshotOf([]), extensions: { pg_trgm, btree_gin } },
  })
  const app = new App({
    connection,
    auth: {
      enabled: true,
      jwt_secret: secrets.jwt_secret,
      publishable_key: secrets.publishable_key,
      secret_key: secrets.secret_key,
    },
    storage: { enabled: true, file_size_limit: '500MiB' },
    options: { server: { admin: false, disableStudio: true } },
  })
  await app.ensureSystemSchema()
  await connection.driver.exec(getStorageSchemaSql())
  await connection.driver.exec(SYSTEM_SCHEMA_SQL)
  await connection.driver.exec(migrations)
  const filesDir = await mkdtemp(join(tmpdir(), 'opsyncpro-bare-'))
  app._storageAdapter = new FileStorage(filesDir)
  const send: typeof globalThis.fetch = (input, init) => app.fetch(new Request(input, init))
  return {
    url: 'http://supabase.test',
    fetch: send,
    secrets,
    database: connection.driver,
    close: async () => {
      await connection.close()
      await rm(filesDir, { recursive: true, force: true })
    },
  }
}
