import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { INSTAGRAM, PAGE } from '../../../services/emulators/meta/testing/sign-in.ts'
import type { TestPerson } from '../../../services/local/testing/create-test-host.ts'
import { createPublishingWorld, type PublishingWorld } from '../../testing/publishing-world.ts'

let world: PublishingWorld
let ann: TestPerson
let instagram: string
let facebook: string
let youtube: string
let video: string
beforeAll(async () => {
  world = await createPublishingWorld()
  ann = await world.api.person('Ann')
  video = await world.video(ann)
})
afterAll(() => world.close())
beforeEach(async () => {
  const accounts = await world.reset(ann)
  ;({ instagram, facebook, youtube } = accounts)
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

const job = async (post: string) => (await world.jobs(post))[0]
const reels = async () => (await world.published()).media.filter(({ is_foreign }) => !is_foreign)
const answer = (what: {
  path: string
  code: number
  subcode?: number
  when?: string
  times?: number
  method?: string
}) => world.meta.control.run('answer', what)
const PUBLISH = `/${INSTAGRAM}/media_publish`

/** Minutes go by, and the workers look at what is due. */
async function wait(minutes: number, rounds = 1): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    await world.pass(minutes * 60)
    await world.work()
  }
}

describe('a reel on Instagram', () => {
  test('goes out once, with its text, its mark and its link', async () => {
    const post = await world.post(ann, { video, accounts: [instagram], caption: 'First ☕' })
    await world.api.host.sql('update public.social_posts set is_ai_generated = true where id = $1', [post])
    await world.work()
    expect(await job(post)).toMatchObject({ state: 'posted', media_id: expect.any(String), error: null })
    expect((await job(post))?.permalink).toMatch(/^https:\/\/www\.instagram\.com\//)
    expect(await world.stateOf(post)).toBe('posted')
    await wait(60, 3)
    expect(await reels()).toMatchObject([{ caption: 'First ☕', is_ai_generated: true }])
  })

  test('waits until its container is finished', async () => {
    await world.meta.control.seed({ polls_needed: 3 })
    const post = await world.post(ann, { video, accounts: [instagram] })
    await world.work()
    expect(await job(post)).toMatchObject({ state: 'preparing', waiting_code: null })
    expect(await world.stateOf(post)).toBe('publishing')
    expect(await reels()).toHaveLength(0)
    await wait(1, 3)
    expect(await job(post)).toMatchObject({ state: 'posted' })
    expect((await world.published()).containers).toBe(1)
  })

  test('9007/2207027 means that it is polled further', async () => {
    await answer({ path: PUBLISH, code: 9007, subcode: 2207027 })
    const post = await world.post(ann, { video, accounts: [instagram] })
    await world.work()
    expect(await job(post)).toMatchObject({ state: 'preparing' })
    await wait(1)
    expect(await job(post)).toMatchObject({ state: 'posted' })
    expect(await reels()).toHaveLength(1)
  })

  test('4/2207051 after it went live is looked up, and nothing is posted twice', async () => {
    await answer({ path: PUBLISH, code: 4, subcode: 2207051, when: 'after' })
    const post = await world.post(ann, { video, accounts: [instagram] })
    await world.work()
    expect(await job(post)).toMatchObject({ state: 'unknown', waiting_code: 'answer_lost' })
    expect(await world.stateOf(post)).toBe('publishing')
    await wait(2)
    expect(await job(post)).toMatchObject({ state: 'posted', waiting_code: null })
    expect((await job(post))?.permalink).toMatch(/instagram\.com/)
    expect(await reels()).toHaveLength(1)
  })

  test('4/2207051 without an effect is asked again after two minutes', async () => {
    await answer({ path: PUBLISH, code: 4, subcode: 2207051 })
    const post = await world.post(ann, { video, accounts: [instagram] })
    await world.work()
    await wait(1)
    expect(await job(post)).toMatchObject({ state: 'unknown' })
    expect(await reels()).toHaveLength(0)
    await wait(3)
    expect(await job(post)).toMatchObject({ state: 'posted' })
    expect(await reels()).toHaveLength(1)
  })

  test.each(['before', 'after'] as const)('an answer that was lost %s the effect is looked up', async (drop) => {
    await world.meta.control.addFault({
      match: { method: 'POST', path: world.metaPath(PUBLISH) },
      times: 1,
      drop,
    })
    const post = await world.post(ann, { video, accounts: [instagram] })
    await world.work()
    expect(await job(post)).toMatchObject({ state: 'unknown' })
    await wait(3, 2)
    expect(await job(post)).toMatchObject({ state: 'posted' })
    expect(await reels()).toHaveLength(1)
  })

  test('whose answer was lost is not the newest post of the account, but the one with its text', async () => {
    await answer({ path: PUBLISH, code: 4, subcode: 2207051, when: 'after' })
    const post = await world.post(ann, { video, accounts: [instagram], caption: 'Mine' })
    await world.work()
    await world.meta.control.run('post_in_app', { account_id: INSTAGRAM, caption: 'Not mine' })
    await wait(2)
    const { media } = await world.published()
    expect((await job(post))?.media_id).toBe(media.find(({ caption }) => caption === 'Mine')?.id)
  })

  test('that could be one of two posts with the same text stays open, and a person settles it', async () => {
    await answer({ path: PUBLISH, code: 4, subcode: 2207051, when: 'after', times: 2 })
    const one = await world.post(ann, { video, accounts: [instagram], caption: 'Twice' })
    const two = await world.post(ann, { video, accounts: [instagram], caption: 'Twice' })
    await world.work()
    await wait(3, 3)
    for (const post of [one, two]) {
      expect(await job(post)).toMatchObject({ state: 'unknown', media_id: null, waiting_code: 'live_not_found' })
    }
    const [first] = await reels()
    await world.api.host.sql('select public.note_social_posted($1, $2)', [(await job(one))?.id, first?.id])
    // The other one is then clear.
    await world.wake()
    await world.work()
    expect(await job(two)).toMatchObject({ state: 'posted' })
    expect((await job(two))?.media_id).not.toBe(first?.id)
    expect(await reels()).toHaveLength(2)
  })

  test('whose container seems to be missing for a moment is not made twice', async () => {
    await answer({ method: 'GET', path: '', code: 100, subcode: 33, times: 1 }).catch(() => undefined)
    await world.meta.control.seed({ polls_needed: 1 })
    const post = await world.post(ann, { video, accounts: [instagram] })
    await world.work()
    await wait(1, 3)
    expect(await job(post)).toMatchObject({ state: 'posted' })
    expect((await world.published()).containers).toBe(1)
  })

  test('that Meta could not fetch once is tried again with the same file', async () => {
    await answer({ method: 'POST', path: `/${INSTAGRAM}/media`, code: 9004, subcode: 2207052 })
    const post = await world.post(ann, { video, accounts: [instagram] })
    await world.work()
    expect(await job(post)).toMatchObject({ state: 'preparing', waiting_code: 'network_busy' })
    await wait(1)
    expect(await job(post)).toMatchObject({ state: 'posted' })
    expect(await reels()).toHaveLength(1)
  })

  test('whose container expired gets another one', async () => {
    await world.meta.control.seed({ polls_needed: 1 })
    const post = await world.post(ann, { video, accounts: [instagram] })
    await world.work()
    await world.meta.control.advanceClock(25 * 3_600_000)
    await wait(1)
    await wait(1, 3)
    expect(await job(post)).toMatchObject({ state: 'posted' })
    expect((await world.published()).containers).toBe(2)
    expect(await reels()).toHaveLength(1)
  })

  test.each([
    [9, 2207042],
    [10, 1893063],
  ])('%i/%i holds it, and it goes out later', async (code, subcode) => {
    await answer({ path: PUBLISH, code, subcode })
    const post = await world.post(ann, { video, accounts: [instagram] })
    await world.work()
    expect(await job(post)).toMatchObject({ state: 'preparing', waiting_code: 'network_hold', error: null })
    await wait(61)
    expect(await job(post)).toMatchObject({ state: 'posted' })
  })

  test.each([
    [{ path: `/${INSTAGRAM}/media`, code: 36003, subcode: 2207009 }, /shape/],
    [{ path: `/${INSTAGRAM}/media`, code: 36004, subcode: 2207010 }, /too long/],
    [{ path: `/${INSTAGRAM}/media`, code: 36000, subcode: 2207004 }, /8 MB/],
    [{ path: `/${INSTAGRAM}/media`, code: 10 }, /permission/],
    [{ path: `/${INSTAGRAM}/media`, code: 200 }, /permission/],
    [{ path: PUBLISH, code: 25, subcode: 2207050 }, /restricted/],
    [{ path: PUBLISH, code: 368 }, /rules/],
  ])('refused as %o fails with a sentence, and Retry posts it', async (what, words) => {
    await answer(what)
    const post = await world.post(ann, { video, accounts: [instagram] })
    await world.work()
    const failed = await job(post)
    expect(failed).toMatchObject({ state: 'failed', media_id: null })
    expect(failed?.error).toMatch(words)
    expect(await world.stateOf(post)).toBe('failed')
    await world.api.host.sql(
      `update public.social_post_jobs set state = 'pending', run_at = now(), error = null, error_code = null, container_id = null
       where post_id = $1`,
      [post],
    )
    await world.work()
    expect(await job(post)).toMatchObject({ state: 'posted' })
    expect(await reels()).toHaveLength(1)
  })

  test.each([
    [-1, 2207001],
    [-1, 2207032],
    [-1, 2207053],
    [-2, 2207003],
  ])('the negative code %i/%i is Meta’s own fault, and is tried again', async (code, subcode) => {
    await answer({ path: `/${INSTAGRAM}/media`, code, subcode, method: 'POST' })
    const post = await world.post(ann, { video, accounts: [instagram] })
    await world.work()
    expect((await job(post))?.state).not.toBe('failed')
    await wait(2, 2)
    expect(await job(post)).toMatchObject({ state: 'posted' })
    expect(await reels()).toHaveLength(1)
  })

  test('20 workers at once make one container and one post', async () => {
    const post = await world.post(ann, { video, accounts: [instagram] })
    await Promise.all(Array.from({ length: 20 }, () => world.work()))
    expect(await job(post)).toMatchObject({ state: 'posted' })
    const { media, containers } = await world.published()
    expect([media.length, containers]).toEqual([1, 1])
  })

  test('of a worker that died between the container and publishing is published by the next one', async () => {
    const gate = await world.meta.control.holdAt({ method: 'POST', path: world.metaPath(PUBLISH) })
    const post = await world.post(ann, { video, accounts: [instagram] })
    const dying = new AbortController()
    const died = world.work(dying.signal).catch(() => undefined)
    await gate.reached()
    dying.abort(new Error('The process is dead'))
    await died
    await gate.open()
    expect((await job(post))?.state).toMatch(/publishing|unknown/)
    await wait(5, 3)
    expect(await job(post)).toMatchObject({ state: 'posted' })
    expect(await reels()).toHaveLength(1)
  })

  test('that was cancelled while it was prepared does not go out', async () => {
    await world.meta.control.seed({ polls_needed: 1 })
    const post = await world.post(ann, { video, accounts: [instagram] })
    await world.work()
    await world.api.host.sql(
      `update public.social_post_jobs set state = 'cancelled', run_at = null where post_id = $1`,
      [post],
    )
    await wait(5, 3)
    expect(await world.stateOf(post)).toBe('cancelled')
    expect(await reels()).toHaveLength(0)
  })

  test('of a disconnected account waits, and goes out when it is connected again', async () => {
    const post = await world.post(ann, { video, accounts: [instagram] })
    await world.api.host.sql('update public.social_connections set is_active = false where id = $1', [instagram])
    await world.work()
    expect(await job(post)).toMatchObject({ state: 'pending', waiting_code: 'account' })
    expect((await job(post))?.waiting_reason).toMatch(/Reconnect it under Connections/)
    await world.api.host.sql('update public.social_connections set is_active = true where id = $1', [instagram])
    await world.work()
    expect(await job(post)).toMatchObject({ state: 'posted' })
  })

  test('without a converted video says so', async () => {
    const bare = await world.video(ann, { asin: 'B0BARE0001' })
    await world.api.host.sql('delete from public.video_variants where video_id = $1', [bare])
    const post = await world.post(ann, { video: bare, accounts: [instagram] })
    await world.work()
    expect((await job(post))?.error).toMatch(/no converted file/)
  })
})

describe('a video on a page', () => {
  const pageVideos = async () => (await world.published()).videos.filter((one) => 'posted_at' in one && one.posted_at)

  test('upright and short goes out as a reel, once', async () => {
    const post = await world.post(ann, { video, accounts: [facebook], caption: 'Reel' })
    await world.work()
    await wait(1, 2)
    expect(await job(post)).toMatchObject({ state: 'posted' })
    expect(await pageVideos()).toMatchObject([{ kind: 'reel', description: 'Reel' }])
  })

  test('lying goes out as a video, once', async () => {
    const wide = await world.video(ann, { size: [1920, 1080], asin: 'B0WIDE0001' })
    const post = await world.post(ann, { video: wide, accounts: [facebook], caption: 'Wide' })
    await world.work()
    await wait(1, 2)
    expect(await job(post)).toMatchObject({ state: 'posted' })
    expect(await pageVideos()).toMatchObject([{ kind: 'video', description: 'Wide' }])
  })

  test.each(['before', 'after'] as const)('a reel whose answer was lost %s the effect comes out once', async (drop) => {
    await world.meta.control.addFault({
      match: { method: 'POST', path: world.metaPath(`/${PAGE}/video_reels`) },
      times: 1,
      skip: 1,
      drop,
    })
    const post = await world.post(ann, { video, accounts: [facebook] })
    await world.work()
    await wait(3, 4)
    expect(await job(post)).toMatchObject({ state: 'posted' })
    expect(await pageVideos()).toHaveLength(1)
  })

  test('a video whose answer was lost is found by its text and time, and never posted again', async () => {
    await world.meta.control.addFault({
      match: { method: 'POST', path: world.metaPath(`/${PAGE}/videos`) },
      times: 1,
      drop: 'after',
    })
    const wide = await world.video(ann, { size: [1920, 1080], asin: 'B0WIDE0002' })
    const post = await world.post(ann, { video: wide, accounts: [facebook], caption: 'Once' })
    await world.work()
    expect(await job(post)).toMatchObject({ state: 'unknown', container_id: null })
    await wait(5, 4)
    expect((await world.published()).calls[`${PAGE}/videos`]).toBe(1)
    expect((await world.published()).videos).toHaveLength(1)
  })

  test('a video that never arrived stays open: it is never repeated blindly', async () => {
    await world.meta.control.addFault({
      match: { method: 'POST', path: world.metaPath(`/${PAGE}/videos`) },
      times: 1,
      drop: 'before',
    })
    const wide = await world.video(ann, { size: [1920, 1080], asin: 'B0WIDE0003' })
    const post = await world.post(ann, { video: wide, accounts: [facebook] })
    await world.work()
    await wait(400, 4)
    expect(await job(post)).toMatchObject({ state: 'unknown', waiting_code: 'answer_lost' })
    expect((await world.published()).videos).toHaveLength(0)
  })

  test('a page that must confirm who publishes says so', async () => {
    await world.meta.control.seed({
      pages: [{ id: PAGE, name: 'Finds', instagram_id: INSTAGRAM, needs_authorization: true }],
    })
    const post = await world.post(ann, { video, accounts: [facebook] })
    await world.work()
    expect((await job(post))?.error).toMatch(/who publishes for this page/)
  })
})

describe('a video on YouTube', () => {
  test('is uploaded once, with its link', async () => {
    const post = await world.post(ann, { video, accounts: [youtube], caption: 'A lamp\nMore' })
    await world.api.host.sql('update public.social_post_jobs set title = $2 where post_id = $1', [post, 'A lamp <3'])
    await world.work()
    expect(await job(post)).toMatchObject({ state: 'posted', permalink: expect.stringContaining('youtube.com/watch') })
    expect((await world.uploaded()).videos).toMatchObject([{ title: 'A lamp 3' }])
  })

  test.each(['before', 'after'] as const)(
    'whose last bytes had a lost answer %s the effect is up once',
    async (drop) => {
      await world.youtube.control.addFault({
        match: { method: 'PUT', path: world.youtubePath('/upload/youtube/v3/videos') },
        times: 1,
        skip: 1,
        drop,
      })
      const post = await world.post(ann, { video, accounts: [youtube] })
      await world.work()
      expect(await job(post)).toMatchObject({ state: 'unknown' })
      await wait(3, 2)
      expect(await job(post)).toMatchObject({ state: 'posted' })
      expect((await world.uploaded()).videos).toHaveLength(1)
    },
  )

  test('whose upload is gone after the last bytes is looked up in the channel', async () => {
    await world.youtube.control.addFault({
      match: { method: 'PUT', path: world.youtubePath('/upload/youtube/v3/videos') },
      times: 1,
      skip: 1,
      drop: 'after',
    })
    const post = await world.post(ann, { video, accounts: [youtube], caption: 'Gone upload' })
    await world.work()
    await world.youtube.control.run('end_uploads', {})
    await wait(3, 2)
    expect(await job(post)).toMatchObject({ state: 'posted' })
    expect((await world.uploaded()).videos).toHaveLength(1)
  })

  test('whose channel cannot be read for today is not uploaded again tomorrow', async () => {
    await world.youtube.control.addFault({
      match: { method: 'PUT', path: world.youtubePath('/upload/youtube/v3/videos') },
      times: 1,
      skip: 1,
      drop: 'after',
    })
    const post = await world.post(ann, { video, accounts: [youtube], caption: 'Once a day' })
    await world.work()
    await world.youtube.control.run('end_uploads', {})
    await world.youtube.control.addFault({
      match: { method: 'GET', path: world.youtubePath('/youtube/v3/playlistItems') },
      times: 2,
      status: 403,
      body: { error: { code: 403, message: 'Quota', errors: [{ reason: 'quotaExceeded', domain: 'youtube.quota' }] } },
    })
    await wait(3)
    expect(await job(post)).toMatchObject({ state: 'unknown', waiting_code: 'youtube_quota' })
    await world.wake()
    await world.work()
    expect(await job(post)).toMatchObject({ state: 'posted' })
    expect((await world.uploaded()).videos).toHaveLength(1)
  })

  test('whose file our store does not give waits with a reason, and does not run in circles', async () => {
    const lost = await world.video(ann, { asin: 'B0LOST0001' })
    const post = await world.post(ann, { video: lost, accounts: [youtube] })
    await world.api.host.sql(`update public.video_variants set file_size = file_size * 2 where video_id = $1`, [lost])
    await world.work()
    expect(await job(post)).toMatchObject({ state: 'preparing', waiting_code: 'own_fault', failures: 1 })
    expect((await job(post))?.waiting_reason).toMatch(/our side/)
    const [due] = await world.api.host.sql<{ seconds: number }>(
      'select extract(epoch from run_at - now())::int as seconds from public.social_post_jobs where post_id = $1',
      [post],
    )
    expect(due?.seconds).toBeGreaterThan(20)
    await wait(1)
    expect(await job(post)).toMatchObject({ waiting_code: 'own_fault', failures: 2 })
  })

  test('whose upload is gone before anything was sent begins anew', async () => {
    await world.youtube.control.addFault({
      match: { method: 'PUT', path: world.youtubePath('/upload/youtube/v3/videos') },
      times: 1,
      status: 410,
    })
    const post = await world.post(ann, { video, accounts: [youtube] })
    await world.work()
    await wait(1, 2)
    expect(await job(post)).toMatchObject({ state: 'posted' })
    expect((await world.uploaded()).videos).toHaveLength(1)
  })

  test('waits for the next day when the project’s hundred are used up', async () => {
    await world.youtube.control.seed({ inserts_used: 100 })
    const post = await world.post(ann, { video, accounts: [youtube] })
    await world.work()
    expect(await job(post)).toMatchObject({ state: 'pending', waiting_code: 'youtube_quota', error: null })
    expect((await job(post))?.waiting_reason).toMatch(/after midnight in California/)
    await world.youtube.control.advanceClock(86_400_000)
    await world.signInAgain(ann)
    await wait(24 * 60 + 5)
    expect(await job(post)).toMatchObject({ state: 'posted' })
  })

  test('without a channel says so', async () => {
    await world.youtube.control.seed({ channels: [{ account_id: 'g-dana', id: null }] })
    const post = await world.post(ann, { video, accounts: [youtube] })
    await world.work()
    expect((await job(post))?.error).toMatch(/no YouTube channel/)
  })
})

describe('a video on TikTok', () => {
  const START = '/api/v2/post/publish/video/init/'

  test('goes out once it is processed', async () => {
    const tiktok = await world.connectTikTok(ann)
    const post = await world.post(ann, { video, accounts: [tiktok], caption: 'A lamp' })
    await world.api.host.sql('update public.social_posts set is_ai_generated = true where id = $1', [post])
    await world.work()
    expect(await job(post)).toMatchObject({ state: 'publishing', media_id: null })
    await wait(1, 3)
    expect(await job(post)).toMatchObject({ state: 'posted', media_id: expect.any(String) })
    expect(await world.postedOnTikTok()).toMatchObject([
      { title: 'A lamp', privacy: 'PUBLIC_TO_EVERYONE', is_aigc: true },
    ])
  })

  test.each(['before', 'after'] as const)('whose answer was lost %s the effect is never sent again', async (drop) => {
    const tiktok = await world.connectTikTok(ann)
    await world.tiktok.control.addFault({ match: { method: 'POST', path: START }, times: 1, drop })
    const post = await world.post(ann, { video, accounts: [tiktok] })
    await world.work()
    await wait(400, 3)
    expect(await job(post)).toMatchObject({ state: 'unknown', waiting_code: 'answer_lost' })
    expect(await world.postedOnTikTok()).toHaveLength(drop === 'after' ? 1 : 0)
  })

  test('is for oneself where TikTok allows no more', async () => {
    const tiktok = await world.connectTikTok(ann)
    await world.tiktok.control.seed({
      accounts: [{ open_id: 'tt-dana', username: 'danasdailyfinds', nickname: 'Dana', is_private: true }],
      polls_needed: 0,
    })
    const post = await world.post(ann, { video, accounts: [tiktok] })
    await world.work()
    expect(await job(post)).toMatchObject({ state: 'posted' })
    expect((await world.postedOnTikTok()).map(({ privacy }) => privacy)).toEqual(['SELF_ONLY'])
  })
})

describe('a post for several accounts', () => {
  test('is partial when one fails, and only that one is tried again', async () => {
    await world.youtube.control.seed({ channels: [{ account_id: 'g-dana', id: null }] })
    const post = await world.post(ann, { video, accounts: [instagram, youtube] })
    await world.work()
    expect(await world.stateOf(post)).toBe('partial')
    await world.youtube.control.seed({ channels: [{ account_id: 'g-dana', id: 'UCdanasdailyfinds0000001' }] })
    await world.api.host.sql(
      `update public.social_post_jobs set state = 'pending', run_at = now(), error = null, error_code = null
       where post_id = $1 and state = 'failed'`,
      [post],
    )
    await world.work()
    expect(await world.stateOf(post)).toBe('posted')
    expect(await reels()).toHaveLength(1)
    expect((await world.uploaded()).videos).toHaveLength(1)
  })
})
