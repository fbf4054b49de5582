import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { publishingContract } from '#core/social/posts/publishing-contract.ts'
import { INSTAGRAM } from '../../../services/emulators/meta/testing/sign-in.ts'
import type { TestPerson } from '../../../services/local/testing/create-test-host.ts'
import metaPost from '../../functions/meta-post.ts'
import candidates from '../../functions/social-post-job-candidates.ts'
import resolve from '../../functions/social-post-job-resolve.ts'
import retry from '../../functions/social-post-retry.ts'
import { drainJobs } from '../../src/jobs/drain-jobs.ts'
import { createPublishingWorld, type PublishingWorld } from '../../testing/publishing-world.ts'

let world: PublishingWorld
let ann: TestPerson
let bob: TestPerson
let accounts: { instagram: string; facebook: string; youtube: string }
let video: string
beforeAll(async () => {
  world = await createPublishingWorld()
  ann = await world.api.person('Ann')
  bob = await world.api.person('Bob')
  video = await world.video(ann)
  await world.api.host.sql(`update public.product_videos set check_state = 'ready' where id = $1`, [video])
})
afterAll(() => world.close())
beforeEach(async () => {
  accounts = await world.reset(ann)
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

const job = async (post: string) => (await world.jobs(post))[0]
const reels = async () => (await world.published()).media
const send = (body: object, as = ann) => world.api.call(metaPost, publishingContract.metaPost, { as, body })
const again = (id: string, as = ann) => world.api.call(retry, publishingContract.retry, { as, params: { id } })
const look = (id: string, as = ann) => world.api.call(candidates, publishingContract.candidates, { as, params: { id } })
const settle = (id: string, media_id: string | null, as = ann) =>
  world.api.call(resolve, publishingContract.resolve, { as, params: { id }, body: { media_id } })

/** A post whose answer was lost after it went live, and that shares its text with another one. */
async function unknownJob(): Promise<{ id: string; post: string }> {
  await world.meta.control.run('answer', {
    path: `/${INSTAGRAM}/media_publish`,
    ...{ code: 4, subcode: 2207051, when: 'after' },
  })
  const post = await world.post(ann, { video, accounts: [accounts.instagram], caption: 'Which one' })
  await world.work()
  await world.meta.control.run('post_in_app', { account_id: INSTAGRAM, caption: 'Which one' })
  await world.wake()
  await world.work()
  const row = await job(post)
  expect(row).toMatchObject({ state: 'unknown', waiting_code: 'live_not_found' })
  return { id: row?.id ?? '', post }
}

describe('POST /api/meta-post', () => {
  test('202, and the queue publishes the reel and the page’s video', async () => {
    const connection_ids = [accounts.instagram, accounts.facebook]
    const { status, body } = await send({ video_id: video, connection_ids, caption: 'Now' })
    expect([status, body.state]).toEqual([202, 'scheduled'])
    await drainJobs({ db: world.db })
    await world.pass(120)
    await world.work()
    expect(await world.stateOf(body.id)).toBe('posted')
    expect(await reels()).toMatchObject([{ caption: 'Now' }])
  })

  test('202 once for one idempotency key', async () => {
    const body = { video_id: video, connection_ids: [accounts.instagram], caption: 'Once' }
    const headers = { 'idempotency-key': randomUUID() }
    const post = () => world.api.call(metaPost, publishingContract.metaPost, { as: ann, body, headers })
    const { id } = (await post()).body
    expect((await post()).body.id).toBe(id)
    expect(await world.api.host.sql('select 1 from public.social_posts')).toHaveLength(1)
  })

  test('400 for another network', async () => {
    const { status, problem } = await send({ video_id: video, connection_ids: [accounts.youtube], caption: 'Now' })
    expect([status, problem.code]).toEqual([400, 'invalid_input'])
  })

  test('404 for a video or an account of another workspace', async () => {
    const connection_ids = [accounts.instagram]
    expect((await send({ video_id: randomUUID(), connection_ids, caption: 'Now' })).status).toBe(404)
    expect((await send({ video_id: video, connection_ids, caption: 'Now' }, bob)).status).toBe(404)
  })

  test('409 for a text that Instagram refuses, and for a disconnected account', async () => {
    const connection_ids = [accounts.instagram]
    const long = await send({ video_id: video, connection_ids, caption: 'x'.repeat(2201) })
    expect([long.status, long.problem.code]).toEqual([409, 'post_not_ready'])
    await world.api.host.sql('update public.social_connections set is_active = false where id = $1', connection_ids)
    const gone = await send({ video_id: video, connection_ids, caption: 'Now' })
    expect([gone.status, gone.problem.code]).toEqual([409, 'social_account_inactive'])
  })
})

describe('POST /api/social-posts/:id/retry', () => {
  test('202 tries what failed again, and nothing that is public', async () => {
    await world.youtube.control.seed({ channels: [{ account_id: 'g-dana', id: null }] })
    const post = await world.post(ann, { video, accounts: [accounts.instagram, accounts.youtube] })
    await world.work()
    expect(await world.stateOf(post)).toBe('partial')
    await world.youtube.control.seed({ channels: [{ account_id: 'g-dana', id: 'UCdanasdailyfinds0000001' }] })
    expect((await again(post)).body).toEqual({ retried: 1 })
    await drainJobs({ db: world.db })
    expect(await world.stateOf(post)).toBe('posted')
    expect([(await reels()).length, (await world.uploaded()).videos.length]).toEqual([1, 1])
  })

  test('404 for a post of another workspace', async () => {
    const post = await world.post(ann, { video, accounts: [accounts.instagram] })
    expect((await again(post, bob)).status).toBe(404)
  })

  test('409 when nothing failed', async () => {
    const post = await world.post(ann, { video, accounts: [accounts.instagram] })
    await world.work()
    const { status, problem } = await again(post)
    expect([status, problem.code]).toEqual([409, 'post_has_nothing_to_retry'])
  })
})

describe('GET /api/social-post-jobs/:id/candidates', () => {
  test('200 lists what the account published since', async () => {
    const { id } = await unknownJob()
    const { status, body } = await look(id)
    expect([status, body.items.map(({ text }) => text)]).toEqual([200, ['Which one', 'Which one']])
    expect(body.items[0]?.permalink).toMatch(/instagram\.com/)
  })

  test('404 for a job of another workspace', async () => {
    const { id } = await unknownJob()
    expect((await look(id, bob)).status).toBe(404)
  })

  test('409 while Meta is not set up', async () => {
    const { id } = await unknownJob()
    vi.stubEnv('META_APP_ID', '')
    expect((await look(id)).problem.code).toBe('provider_not_configured')
  })

  const refuse = (code: number, times: number) =>
    world.meta.control.run('answer', { method: 'GET', path: `/${INSTAGRAM}/media`, code, times })

  test('502 when the network refuses', async () => {
    const { id } = await unknownJob()
    await refuse(100, 1)
    expect((await look(id)).status).toBe(502)
  })

  test('503 when the network is busy', async () => {
    const { id } = await unknownJob()
    // A reading is repeated once.
    await refuse(17, 2)
    expect((await look(id)).status).toBe(503)
  })
})

describe('POST /api/social-post-jobs/:id/resolve', () => {
  test('200 takes the one that the person chose, with its link', async () => {
    const { id, post } = await unknownJob()
    const [chosen] = (await look(id)).body.items
    expect((await settle(id, chosen?.media_id ?? '')).body).toEqual({ state: 'posted' })
    expect(await job(post)).toMatchObject({ state: 'posted', media_id: chosen?.media_id })
    expect((await job(post))?.permalink).toBe(chosen?.permalink)
  })

  test('200 for one that is not there: it failed, and may be tried again', async () => {
    const { id, post } = await unknownJob()
    expect((await settle(id, null)).body).toEqual({ state: 'failed' })
    expect(await job(post)).toMatchObject({ state: 'failed', error_code: 'not_posted' })
    expect((await again(post)).status).toBe(202)
  })

  test('404 for what the account does not show, and for another workspace', async () => {
    const { id } = await unknownJob()
    expect((await settle(id, '123')).problem.code).toBe('media_not_found')
    expect((await settle(id, null, bob)).status).toBe(404)
  })

  test('409 for a job that is settled, and for the media of another one', async () => {
    const { id } = await unknownJob()
    const other = await world.post(ann, { video, accounts: [accounts.instagram], caption: 'Another' })
    await world.work()
    const taken = await job(other)
    expect((await settle(id, taken?.media_id ?? '')).problem.code).toBe('media_taken')
    expect((await settle(taken?.id ?? '', null)).problem.code).toBe('post_job_not_unknown')
  })
})
