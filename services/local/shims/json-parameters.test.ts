import { createPostgresConnection } from '@supabase/lite/postgres'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase } from '../database/open-database.ts'
import { postgresBinaries, startPostgresCluster } from '../testing/postgres-cluster.ts'

const SHAPES = [{ a: 1 }, [1, 'two', null], 'plain', 'null', '{"a":1}', 5, true]
const binaries = postgresBinaries()

describe.skipIf(!binaries)('on a PostgreSQL server', () => {
  let cluster: Awaited<ReturnType<typeof startPostgresCluster>>
  beforeAll(async () => {
    cluster = await startPostgresCluster(binaries ?? '')
  })
  afterAll(() => cluster.stop())

  test.each(SHAPES)('JSON text of %j, as supabase-lite passes it, arrives as that value', async (value) => {
    const database = await openDatabase({ databaseUrl: cluster.url })
    const text = JSON.stringify(value)
    const { rows } = await sql<{ same: boolean }>`select ${text}::jsonb = ${sql.lit(text)}::jsonb as same`.execute(
      database.connection.kysely,
    )
    expect(rows).toEqual([{ same: true }])
    await database.close()
  })

  test('upstream gap: supabase-lite alone encodes the text once more, and the database holds a string', async () => {
    const connection = await createPostgresConnection({ url: cluster.url })
    const { rows } = await sql<{ type: string }>`select jsonb_typeof(${'{"a":1}'}::jsonb) as type`.execute(
      connection.kysely,
    )
    expect(rows).toEqual([{ type: 'string' }])
    await connection.close()
  })
})
