import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startTestEmulator, type TestEmulator } from '../testing.ts'
import { type MediaServer, serveMedia } from './testing/media-server.ts'
import { facebookToken, graph, INSTAGRAM, instagramToken, KITCHEN, PAGE, pageToken, SAM } from './testing/sign-in.ts'

let meta: TestEmulator
let files: MediaServer
let token = ''

beforeAll(async () => {
  meta = await startTestEmulator('meta')
  files = await serveMedia()
})
beforeEach(async () => {
  await meta.control.reset()
  token = await pageToken(meta)
})
afterAll(async () => {
  await meta.close()
  await files.close()
})

const reel = (changes: Record<string, string> = {}) => ({
  media_type: 'REELS',
  video_url: `${files.url}/reel.mp4`,
  caption: 'A find',
  ...changes,
})
const create = (changes: Record<string, string> = {}) =>
  graph(meta, token, 'POST', `/${INSTAGRAM}/media`, reel(changes))
const codeOf = ({ body }: Awaited<ReturnType<typeof graph>>) => [body.error?.code, body.error?.error_subcode]
const poll = (id: unknown) => graph(meta, token, 'GET', `/${id}`, { fields: 'status_code,status' })
const publish = (id: unknown) => graph(meta, token, 'POST', `/${INSTAGRAM}/media_publish`, { creation_id: String(id) })
const finished = async (changes: Record<string, string> = {}) => {
  const { body } = await create(changes)
  for (let times = 0; times < 3; times += 1) await poll(body.id)
  return String(body.id)
}
// safe: the emulator's own answer
const published = async () =>
  (await meta.control.run('published', {})) as { media: { caption: string }[]; videos: object[] }

describe('what v27 refuses on any version', () => {
  test.each([
    [{ ids: '1,2' }],
    [{ date_format: 'U' }],
    [{ method: 'post' }],
    [{ callback: 'show' }],
    [{ fields: 'name.as(title)' }],
    [{ asyncbatch: '[]' }],
  ])('%j', async (params) => {
    for (const version of ['v27.0', 'v22.0']) {
      const answer = await graph(meta, token, 'GET', `/${PAGE}`, params, { version })
      expect([answer.status, answer.body.error?.code]).toEqual([400, 100])
    }
  })

  test.each([
    ['v20.0', 2635],
    ['v1.0', 2635],
    ['v99.0', 2500],
    ['v27.1', 2500],
  ])('%s', async (version, code) => {
    expect((await graph(meta, token, 'GET', `/${PAGE}`, {}, { version })).body.error?.code).toBe(code)
  })

  test('v21 is still there', async () => {
    expect((await graph(meta, token, 'GET', `/${PAGE}`, { fields: 'name' }, { version: 'v21.0' })).status).toBe(200)
  })

  test('a field that does not exist, a missing proof and a missing token', async () => {
    expect((await graph(meta, token, 'GET', `/${PAGE}`, { fields: 'secret' })).body.error?.message).toContain(
      'nonexisting',
    )
    const bare = await fetch(`${meta.env.META_GRAPH_URL}/v27.0/${PAGE}`, {
      headers: { authorization: `Bearer ${token}` },
    })
    expect(((await bare.json()) as { error: { message: string } }).error.message).toContain('appsecret_proof')
    expect((await fetch(`${meta.env.META_GRAPH_URL}/v27.0/${PAGE}`)).status).toBe(400)
  })
})

describe('a reel', () => {
  test('needs three reads of its container, is public once, and keeps cover and label', async () => {
    const { body } = await create({
      cover_url: `${files.url}/cover.jpg`,
      is_ai_generated: 'true',
      share_to_feed: 'true',
    })
    expect(codeOf(await publish(body.id))).toEqual([9007, 2207027])
    const states = []
    for (let times = 0; times < 3; times += 1) states.push((await poll(body.id)).body.status_code)
    expect(states).toEqual(['IN_PROGRESS', 'IN_PROGRESS', 'FINISHED'])
    const media = await publish(body.id)
    expect((await poll(body.id)).body.status_code).toBe('PUBLISHED')
    expect(codeOf(await publish(body.id))).toEqual([24, 2207006])
    const fields = 'permalink,timestamp,is_ai_generated,caption'
    expect((await graph(meta, token, 'GET', `/${media.body.id}`, { fields })).body).toMatchObject({
      permalink: expect.stringContaining('instagram.com/reel/'),
      is_ai_generated: true,
      caption: 'A find',
    })
    expect((await published()).media).toMatchObject([{ caption: 'A find', cover_url: `${files.url}/cover.jpg` }])
  })

  test('fetches the file: HEAD, a range, then all of it', async () => {
    files.seen.length = 0
    await create()
    expect(files.seen).toEqual(['HEAD /reel.mp4', 'GET /reel.mp4', 'GET /reel.mp4'])
  })

  test.each(['page.mp4', 'login.mp4', 'no-range.mp4', 'no-head.mp4', 'missing.mp4'])(
    '%s cannot be fetched',
    async (name) => {
      expect(codeOf(await create({ video_url: `${files.url}/${name}` }))).toEqual([9004, 2207052])
    },
  )

  test('noise fails while it is processed', async () => {
    const id = await finished({ video_url: `${files.url}/noise.mp4` })
    expect((await poll(id)).body).toMatchObject({ status_code: 'ERROR', status: expect.stringContaining('2207026') })
  })

  test.each([
    [{ caption: 'x'.repeat(2201) }, [36004, 2207010]],
    [{ caption: '#a #b #c #d #e #f' }, [100, 2207040]],
    [{ media_type: 'VIDEO' }, [100, 2207089]],
    [{ cover_url: 'huge' }, [36000, 2207004]],
    [{ method_of_mine: '1' }, [100, undefined]],
  ])('%j is refused', async (changes: Record<string, string>, code) => {
    const cover = 'cover_url' in changes ? { cover_url: `${files.url}/huge.jpg` } : {}
    expect(codeOf(await create({ ...changes, ...cover }))).toEqual(code)
  })

  test('five hashtags, a fragment and #1 are fine', async () => {
    expect((await create({ caption: '#a #ünï #日本 #d #e https://x.y/#frag #1 &#39;' })).status).toBe(200)
  })

  test('the quota is that of the account, for 24 hours', async () => {
    await meta.control.seed({
      instagram: [{ id: INSTAGRAM, app_scoped_id: '26000001', username: 'a', quota_total: 1 }],
    })
    const [first, second] = [await finished(), await finished()]
    await publish(first)
    expect(codeOf(await publish(second))).toEqual([9, 2207042])
    const limit = () =>
      graph(meta, token, 'GET', `/${INSTAGRAM}/content_publishing_limit`, { fields: 'config,quota_usage' })
    expect((await limit()).body).toMatchObject({ data: [{ quota_usage: 1, config: { quota_total: 1 } }] })
    await meta.control.advanceClock(86_400_001)
    expect((await limit()).body).toMatchObject({ data: [{ quota_usage: 0 }] })
    expect((await poll(second)).body.status_code).toBe('EXPIRED')
    expect(codeOf(await publish(second))).toEqual([-2, 2207020])
  })

  test('a planned answer comes before or after the effect', async () => {
    const id = await finished()
    await meta.control.run('answer', { path: '/media_publish', code: 1, status: 500 })
    expect(codeOf(await publish(id))).toEqual([1, undefined])
    expect((await published()).media).toHaveLength(0)
    await meta.control.run('answer', { path: '/media_publish', code: 4, subcode: 2207051, when: 'after' })
    expect(codeOf(await publish(id))).toEqual([4, 2207051])
    expect((await published()).media).toHaveLength(1)
    expect((await poll(id)).body.status_code).toBe('PUBLISHED')
  })

  test('posts of the app stand in the list, and a deleted one is unknown', async () => {
    // safe: the emulator's own answer
    const { media_id } = (await meta.control.run('post_in_app', { account_id: INSTAGRAM })) as { media_id: string }
    const list = await graph(meta, token, 'GET', `/${INSTAGRAM}/media`, { fields: 'id,caption,timestamp' })
    expect(list.body.data).toMatchObject([{ id: media_id }])
    await meta.control.run('delete_post', { media_id })
    expect(codeOf(await graph(meta, token, 'GET', `/${media_id}`))).toEqual([100, 33])
  })

  test('goes through by the login of Instagram too', async () => {
    const own = await instagramToken(meta)
    const host = { host: 'INSTAGRAM_GRAPH_URL' }
    const { body } = await graph(meta, own, 'POST', `/${INSTAGRAM}/media`, reel(), host)
    for (let times = 0; times < 3; times += 1)
      await graph(meta, own, 'GET', `/${body.id}`, { fields: 'status_code' }, host)
    const answer = await graph(meta, own, 'POST', `/${INSTAGRAM}/media_publish`, { creation_id: String(body.id) }, host)
    expect(answer.status).toBe(200)
    expect((await graph(meta, token, 'GET', '/me', {}, host)).body.error?.code).toBe(190)
  })
})

describe('a page', () => {
  const start = (page = PAGE, of = token) => graph(meta, of, 'POST', `/${page}/video_reels`, { upload_phase: 'start' })
  const upload = (url: unknown, file: string) =>
    fetch(String(url), {
      method: 'POST',
      headers: { authorization: `OAuth ${token}`, file_url: `${files.url}/${file}` },
    })
  const finish = (id: unknown) =>
    graph(meta, token, 'POST', `/${PAGE}/video_reels`, {
      upload_phase: 'finish',
      video_id: String(id),
      video_state: 'PUBLISHED',
      description: 'A reel',
    })
  const status = async (id: unknown) => {
    let body: Record<string, unknown> = {}
    for (let times = 0; times < 3; times += 1) {
      body = (await graph(meta, token, 'GET', `/${id}`, { fields: 'status,permalink_url,published' })).body
    }
    return body
  }

  test('takes a reel in three phases, and nothing is public before the last', async () => {
    const { body } = await start()
    expect((await finish(body.video_id)).body.error?.code).toBe(6000)
    expect((await upload(body.upload_url, 'reel.mp4')).status).toBe(200)
    expect((await status(body.video_id)).published).toBe(false)
    expect((await finish(body.video_id)).body).toEqual({ success: true })
    expect((await finish(body.video_id)).status).toBe(400)
    expect(await status(body.video_id)).toMatchObject({ published: true, permalink_url: `/reel/${body.video_id}/` })
  })

  test.each(['long.mp4', 'wide.mp4', 'noise.mp4'])('%s fails while it is processed', async (file) => {
    const { body } = await start()
    await upload(body.upload_url, file)
    await finish(body.video_id)
    expect(await status(body.video_id)).toMatchObject({ status: { video_status: 'error' } })
  })

  test('takes any other video by its URL', async () => {
    const params = { file_url: `${files.url}/wide.mp4`, description: 'Wide' }
    const { body } = await graph(meta, token, 'POST', `/${PAGE}/videos`, params)
    expect(await status(body.id)).toMatchObject({ published: true })
    const list = await graph(meta, token, 'GET', `/${PAGE}/videos`, { fields: 'id,description' })
    expect(list.body.data).toMatchObject([{ id: body.id, description: 'Wide' }])
    const page = await graph(meta, token, 'POST', `/${PAGE}/videos`, { file_url: `${files.url}/page.mp4` })
    expect(page.body.error?.code).toBe(389)
  })

  test('must be authorized, of this token, and posted to with its own token', async () => {
    await meta.control.seed({ pages: [{ id: PAGE, name: 'P', instagram_id: INSTAGRAM, needs_authorization: true }] })
    expect((await start()).body.error?.code).toBe(1404078)
    expect(codeOf(await start(KITCHEN))).toEqual([100, 33])
    expect((await start(PAGE, await facebookToken(meta))).body.error?.code).toBe(190)
  })

  test('refuses a person who may not post there, and a permission that was unticked', async () => {
    await meta.control.seed({ people: [{ id: SAM, name: 'Sam', roles: [{ page_id: PAGE, tasks: ['MESSAGING'] }] }] })
    const weak = await pageToken(meta, PAGE, { owner: SAM })
    expect((await start(PAGE, weak)).body.error?.code).toBe(200)
    await meta.control.reset()
    const unticked = await pageToken(meta, PAGE, { without: ['pages_manage_posts'] })
    expect((await start(PAGE, unticked)).body.error?.code).toBe(10)
  })
})
