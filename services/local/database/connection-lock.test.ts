import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createBareLite } from '../testing/bare-lite.ts'
import { createTestHost, type TestHost } from '../testing/create-test-host.ts'
import { NOTES_SQL, temporaryFolder } from '../testing/notes-migration.ts'
import { ConnectionLock } from './connection-lock.ts'

// The first run on a machine creates a database, which is slow on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let host: TestHost
let migrations: Awaited<ReturnType<typeof temporaryFolder>>

beforeAll(async () => {
  migrations = await temporaryFolder({ '001_notes.sql': NOTES_SQL })
  host = await createTestHost({ migrationsDir: migrations.folder })
})
afterAll(async () => {
  await host.close()
  await migrations.remove()
})

type Place = { url: string; fetch: typeof fetch; secrets: { publishable_key: string; secret_key: string } }

function clientFor(place: Place, accessToken: string): SupabaseClient {
  return createClient(place.url, place.secrets.publishable_key, {
    accessToken: async () => accessToken,
    global: { fetch: place.fetch },
  })
}

/**
 * Sends 'who am I' from a visitor and from the service in turns, all at once; returns how many got the other's answer.
 */
async function mistakenRoles(place: Place): Promise<number> {
  const { publishable_key: visitor, secret_key: service } = place.secrets
  const answers = await Promise.all(
    Array.from({ length: 20 }, async (_, index) => {
      const [apikey, expected] = index % 2 === 0 ? [visitor, 'anon'] : [service, 'service_role']
      const headers = { apikey, 'content-type': 'application/json' }
      const response = await place.fetch(`${place.url}/rest/v1/rpc/whoami`, { method: 'POST', headers, body: '{}' })
      return (await response.text()).includes(`"role":"${expected}"`)
    }),
  )
  return answers.filter((isRight) => !isRight).length
}

test("a visitor and the service at the same moment never get each other's role", async () => {
  expect(await mistakenRoles(host)).toBe(0)
})

test('upstream gap: supabase-lite alone runs the service as a visitor', async () => {
  const bare = await createBareLite(NOTES_SQL)
  expect(await mistakenRoles(bare)).toBeGreaterThan(0)
  await bare.close()
})

test('many requests of two people at once each run as their own caller', async () => {
  const ann = await host.signUp()
  const bob = await host.signUp()
  const people = [ann, bob].map((person) => ({ userId: person.userId, client: clientFor(host, person.accessToken) }))
  const asked = Array.from({ length: 20 }, () => people).flat()
  const answers = await Promise.all(asked.map(({ client }) => client.rpc('whoami').throwOnError()))
  expect(answers.map(({ data }) => data.uid)).toEqual(asked.map(({ userId }) => userId))
})

test('writes, sign-ups and reads of several people at once all arrive, each under its owner', async () => {
  const people = await Promise.all(Array.from({ length: 4 }, () => host.signUp()))
  await Promise.all(
    people.flatMap((person) =>
      Array.from({ length: 10 }, (_, index) =>
        clientFor(host, person.accessToken)
          .from('notes')
          .insert({ text: `note ${index}` })
          .throwOnError(),
      ),
    ),
  )
  const counts = await host.sql('select user_id, count(*)::int as count from notes group by user_id')
  for (const person of people) expect(counts).toContainEqual({ user_id: person.userId, count: 10 })
})

test('a failing statement leaves the connection usable for the next person', async () => {
  const ann = await host.signUp()
  const client = clientFor(host, ann.accessToken)
  const answers = await Promise.all([
    client.from('notes').insert({ text: '' }),
    client.from('notes').insert({ text: 'fine' }),
    client.rpc('refuse', { code: 'P0001' }),
    client.from('notes').insert({ text: 'fine too' }),
  ])
  expect(answers.map(({ status }) => status)).toEqual([400, 201, 400, 201])
})

test('the lock does not let a holder wait for itself and passes on in order', async () => {
  const lock = new ConnectionLock()
  const order: string[] = []
  const first = lock.run(async () => {
    await lock.run(async () => void order.push('inside'))
    order.push('first')
  })
  const second = lock.run(async () => void order.push('second'))
  await Promise.all([first, second])
  expect(order).toEqual(['inside', 'first', 'second'])
})

test('a failed holder releases the lock', async () => {
  const lock = new ConnectionLock()
  await expect(lock.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
  await expect(lock.run(async () => 'next')).resolves.toBe('next')
})
