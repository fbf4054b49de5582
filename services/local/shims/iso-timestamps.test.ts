import { expect, test } from 'vitest'
import { createBareLite } from '../testing/bare-lite.ts'
import { createTestHost } from '../testing/create-test-host.ts'
import { isoTimestamp } from './iso-timestamps.ts'

test.each([
  ['2026-11-22 18:51:58.811+00', '2026-11-22T18:51:58.811+00:00'],
  ['2026-11-22 18:51:58+05:30', '2026-11-22T18:51:58+05:30'],
  ['2026-11-22 18:51:58.000001-08', '2026-11-22T18:51:58.000001-08:00'],
  ['2026-11-22 18:51:58', '2026-11-22T18:51:58'],
  ['infinity', 'infinity'],
])('%s is answered as %s', (text, iso) => {
  expect(isoTimestamp(text)).toBe(iso)
})

test('the data API answers instants to the microsecond, as PostgREST writes them', async () => {
  const host = await createTestHost()
  const ann = await host.signUp()
  await host.sql(`update public.users set created_at = '2026-01-02 03:04:05.000006+00'`)
  const response = await host.fetch(`${host.url}/rest/v1/users?select=created_at`, {
    headers: { apikey: host.secrets.publishable_key, authorization: `Bearer ${ann.accessToken}` },
  })
  expect(await response.json()).toEqual([{ created_at: '2026-01-02T03:04:05.000006+00:00' }])
  await host.close()
})

test('supabase-lite alone still answers them as PostgreSQL prints them', async () => {
  const bare =
    await createBareLite(`create table public.moments (at timestamptz); grant select on public.moments to service_role;
    insert into public.moments values ('2026-01-02 03:04:05.000006+00')`)
  const response = await bare.fetch(`${bare.url}/rest/v1/moments`, { headers: { apikey: bare.secrets.secret_key } })
  expect(await response.json()).toEqual([{ at: '2026-01-02 03:04:05.000006+00' }])
  await bare.close()
})
