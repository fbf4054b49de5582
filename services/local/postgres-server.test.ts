import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createClient } from '@supabase/supabase-js'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { TEST_PASSWORD } from './testing/create-test-host.ts'
import { postgresBinaries, startPostgresCluster } from './testing/postgres-cluster.ts'
import { createServerTestDatabase } from './testing/server-test-database.ts'
import { type NotesHost, startNotesHost } from './testing/start-notes-host.ts'

// The first run on a machine creates a database, which is slow on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const binaries = postgresBinaries()
const REASON = binaries ? '' : ' (skipped: no PostgreSQL server binaries in /usr/lib/postgresql)'

describe.skipIf(!binaries)(`a host on a real PostgreSQL server${REASON}`, () => {
  let cluster: Awaited<ReturnType<typeof startPostgresCluster>>
  let notes: NotesHost

  beforeAll(async () => {
    cluster = await startPostgresCluster(binaries ?? '')
    notes = await startNotesHost({ databaseUrl: cluster.url })
  })
  afterAll(async () => {
    await notes?.remove()
    await cluster?.stop()
  })

  test('people see their own rows and files only, with the same errors as embedded', async () => {
    const ann = await notes.person('ann@example.test')
    const bob = await notes.person('bob@example.test')
    expect((await ann.client.from('notes').insert({ text: 'mine' }).select('user_id').single()).data?.user_id).toBe(
      ann.userId,
    )
    expect((await bob.client.from('notes').select()).data).toEqual([])
    expect((await ann.client.from('notes').insert({ text: '' })).error).toMatchObject({ code: '23514' })
    expect((await ann.client.from('notes').update({ locked: 'x' }).eq('text', 'mine')).error).toMatchObject({
      code: '42501',
    })
    await ann.client.storage.from('docs').upload('a.txt', new Blob(['hello']))
    expect(await (await ann.client.storage.from('docs').download('a.txt')).data?.text()).toBe('hello')
    expect((await bob.client.storage.from('docs').createSignedUrl('a.txt', 60)).error).not.toBeNull()
  })

  test('many requests at once each run as their own caller', async () => {
    const { SUPABASE_ANON_KEY: key = '' } = notes.host.env
    const people = await Promise.all([notes.person('cy@example.test'), notes.person('di@example.test')])
    const asked = Array.from({ length: 20 }, () => people).flat()
    const answers = await Promise.all(asked.map(({ client }) => client.rpc('whoami').throwOnError()))
    expect(answers.map(({ data }) => data.uid)).toEqual(asked.map(({ userId }) => userId))
    const again = createClient(notes.host.url, key)
    expect(
      (await again.auth.signInWithPassword({ email: 'cy@example.test', password: TEST_PASSWORD })).error,
    ).toBeNull()
  })

  test('two hosts that start at once on an empty database prepare it once, and see the same', async () => {
    const admin = postgres(cluster.url, { max: 1 })
    await admin.unsafe('create database shared')
    await admin.end()
    const databaseUrl = cluster.url.replace(/\/postgres$/, '/shared')
    const hosts = await Promise.all([startNotesHost({ databaseUrl }), startNotesHost({ databaseUrl })])
    try {
      const applied = hosts.map(({ host }) => host.appliedNow)
      expect(applied.flat()).toHaveLength(applied[0]?.length || applied[1]?.length || 0)
      expect(applied.flat().length).toBeGreaterThan(0)
      const [first, second] = hosts
      const eve = await first?.person('eve@example.test')
      await eve?.client.from('notes').insert({ text: 'seen by both' }).throwOnError()
      const rows = await second?.host.database?.query('select text from public.notes')
      expect(rows).toEqual([{ text: 'seen by both' }])
    } finally {
      for (const host of hosts) await host.remove()
    }
  })

  test('all migrations of the product apply there too', async () => {
    const migrations = join(import.meta.dirname, '../../supabase/migrations')
    const names = await readdir(migrations)
    const database = await createServerTestDatabase(cluster.url)
    const [row] = await database.exec('select count(*)::int as count from supabase_migrations.local_migrations')
    expect(row).toEqual({ count: names.filter((name) => name.endsWith('.sql')).length })
    await database.close()
  })
})
