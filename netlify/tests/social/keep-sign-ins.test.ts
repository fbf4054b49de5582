import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { INSTAGRAM } from '../../../services/emulators/meta/testing/sign-in.ts'
import type { TestPerson } from '../../../services/local/testing/create-test-host.ts'
import { createServiceClient } from '../../src/db/service-client.ts'
import { drainJobs } from '../../src/jobs/drain-jobs.ts'
import { createSocialWorld, type SocialWorld } from '../../testing/social-world.ts'

const DAY_MS = 86_400_000

let world: SocialWorld
let ann: TestPerson
beforeAll(async () => {
  world = await createSocialWorld()
  ann = await world.api.person('Ann')
})
beforeEach(() => world.reset())
afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})
afterAll(() => world.close())

const sql = <R extends Record<string, unknown>>(statement: string) => world.api.host.sql<R>(statement)
/** Days go by without a use, on both clocks. */
const pass = async (days: number) => {
  for (const { control } of [world.meta, world.youtube]) await control.advanceClock(days * DAY_MS)
  await sql(
    `update private.connections set access_token_expires_at = access_token_expires_at - interval '${days} days',
       last_success_at = last_success_at - interval '${days} days';`,
  )
}
const keep = async () => {
  await sql(`select private.enqueue_job('social.keep-sign-ins', 'keep', '{}', null)`)
  return drainJobs({ db: createServiceClient() })
}
const daysLeft = async () => {
  const [row] = await sql<{ days: number }>(
    `select (extract(epoch from expires_at - now()) / 86400)::float as days from public.social_sign_ins where provider = 'instagram'`,
  )
  return Math.round(row?.days ?? Number.NaN)
}
const calls = async () => (await world.meta.control.requests()).length

test('an Instagram login that nobody uses is made longer in its second month, once', async () => {
  await world.connect(ann, 'instagram')
  await pass(20)
  const before = await calls()
  await keep()
  expect(await calls()).toBe(before)
  await pass(15)
  await keep()
  expect(await daysLeft()).toBe(60)
  const after = await calls()
  await keep()
  expect(await calls()).toBe(after)
})

test('a Facebook login whose time is over is shown as such, without asking Meta', async () => {
  await world.connect(ann, 'facebook')
  await pass(61)
  const before = await calls()
  await keep()
  expect(await calls()).toBe(before)
  expect(await sql('select state, error_code from public.social_sign_ins')).toEqual([
    { state: 'reconnect', error_code: 'token_expired' },
  ])
})

test('one that fails does not stop the others', async () => {
  await world.connect(ann, 'instagram')
  await world.connect(ann, 'youtube')
  await pass(35)
  await world.meta.control.run('end_tokens', { owner_id: INSTAGRAM })
  expect(await keep()).toMatchObject({ finished: 1, failed: 0 })
  expect(await sql('select provider, state from public.social_sign_ins order by provider')).toEqual([
    { provider: 'instagram', state: 'reconnect' },
    { provider: 'youtube', state: 'connected' },
  ])
})
