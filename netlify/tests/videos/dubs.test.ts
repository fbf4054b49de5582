import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { productsContract } from '#core/products/contract.ts'
import { videosContract } from '#core/videos/contract.ts'
import type { DubLanguage, ProductVideo } from '#core/videos/schema.ts'
import { startTestEmulator, type TestEmulator } from '../../../services/emulators/testing.ts'
import type { TestPerson } from '../../../services/local/testing/create-test-host.ts'
import products from '../../functions/sourced-products.ts'
import uploads from '../../functions/storage-upload-session.ts'
import video from '../../functions/video.ts'
import videoDownload from '../../functions/video-download.ts'
import videoDubs from '../../functions/video-dubs.ts'
import videoDubsEstimate from '../../functions/video-dubs-estimate.ts'
import videos from '../../functions/videos.ts'
import { createServiceClient } from '../../src/db/service-client.ts'
import { drainJobs } from '../../src/jobs/drain-jobs.ts'
import { createTestApi, type TestApi } from '../../testing/create-test-api.ts'
import { testVideo } from '../../testing/test-video.ts'

const SECONDS = 130
const CREDITS = 6500
const DAY_MS = 86_400_000
const clip = testVideo(300_000)
let vendor: TestEmulator
let api: TestApi
let ann: TestPerson
let bob: TestPerson
let uma: TestPerson
let number = 0

beforeAll(async () => {
  vendor = await startTestEmulator('elevenlabs')
  api = await createTestApi({ allowedOrigins: vendor.origins })
  Object.assign(process.env, vendor.env)
  ann = await api.person('ann')
  bob = await api.person('bob')
  uma = await api.teammate(ann, 'uploader')
})
afterAll(async () => {
  for (const name of Object.keys(vendor.env)) delete process.env[name]
  await api.close()
  await vendor.close()
})
beforeEach(async () => {
  Object.assign(process.env, vendor.env)
  await vendor.control.reset()
  await api.host.sql(`delete from public.product_videos`)
  await api.host.sql(`delete from private.jobs`)
  await api.host.sql(`delete from private.orphan_dubs`)
  await api.host.sql(`delete from private.vendor_usage`)
})

async function upload(change: { duration_seconds?: number | undefined } = { duration_seconds: SECONDS }) {
  const asin = `B${String(++number).padStart(9, '0')}`
  const product = { asin, title: 'Lamp', image_url: 'https://example.com/a.png' }
  const product_id = (await api.call(products, productsContract.create, { as: ann, body: product })).body.id
  const file = { product_id, filename: 'clip.mp4', file_size: clip.length, mime_type: 'video/mp4' }
  const { body: session } = await api.call(uploads, videosContract.createStorageUploadSession, { as: ann, body: file })
  await fetch(session.upload_url, { method: 'PUT', headers: session.headers, body: clip })
  const body = { ...file, ...change, upload_session_id: session.upload_session_id }
  return (await api.call(videos, videosContract.save, { as: ann, body })).body.video
}
const get = async (id: string) => (await api.call(video, videosContract.get, { as: ann, params: { id } })).body
const estimate = (id: string, { as = ann, language = 'de' }: { as?: TestPerson; language?: string } = {}) =>
  api.call(videoDubsEstimate, videosContract.dubEstimate, { as, params: { id }, query: { language } })
const dub = (id: string, { as = ann, language = 'de', credits = CREDITS, headers = {} } = {}) =>
  api.call(videoDubs, videosContract.dub, {
    as,
    params: { id },
    body: { language, confirmed_credits: credits },
    headers,
  })
const download = (id: string, variant: string, as = ann) =>
  api.call(videoDownload, videosContract.download, { as, params: { id }, query: { variant } })
const drain = async () => {
  await api.host.exec(`update private.jobs set run_at = now() where finished_at is null`)
  await drainJobs()
}
const dubOf = async (id: string, language: DubLanguage = 'de') =>
  (await get(id)).variants.find((variant: ProductVideo['variants'][number]) => variant.language === language)
const bills = async () => {
  // safe: the emulator's own action
  const answer = (await vendor.control.run('bills', {})) as { bills: { name: string; credits: number }[] }
  return answer.bills
}
const dubsThere = async () => {
  const answer = await fetch(`${vendor.url}/v1/dubbing`, {
    headers: { 'xi-api-key': vendor.env.ELEVENLABS_API_KEY ?? '' },
  })
  return (await answer.json()).dubs.map(({ name }: { name: string }) => name)
}
const attempts = async () =>
  (await api.host.sql<{ attempts: number }>(`select attempts from private.jobs where kind = 'videos.dub'`))[0]?.attempts

/** Files made from videos without a row, after every sweep has run. */
async function lostFiles(): Promise<string[]> {
  await drain()
  await drain()
  const rows = await api.host.sql<{ name: string }>(
    `select name from storage.objects where bucket_id = 'video-derivatives'
       and name not in (select storage_path from public.video_variants where storage_path is not null)`,
  )
  return rows.map(({ name }) => name)
}

async function finished(): Promise<ProductVideo> {
  const saved = await upload()
  expect((await dub(saved.id)).status).toBe(202)
  await drain()
  await vendor.control.run('finish', {})
  await drain()
  return get(saved.id)
}

test('a dub is ordered, waits without using up attempts, is stored completely, and nothing stays at the vendor', async () => {
  const saved = await upload()
  expect((await dub(saved.id)).body.variants).toContainEqual(
    expect.objectContaining({ kind: 'dub', language: 'de', state: 'pending', progress: 0 }),
  )
  for (let turn = 0; turn < 8; turn += 1) await drain()
  expect(await dubOf(saved.id)).toMatchObject({ state: 'processing', error: null })
  expect(await attempts()).toBe(0)
  await vendor.control.advanceClock(20_000)
  await drain()
  expect(await dubOf(saved.id)).toMatchObject({ state: 'ready', progress: 100, file_size: clip.length })
  expect(await bills()).toHaveLength(1)
  await drain()
  expect(await dubsThere()).toEqual([])
  expect(await lostFiles()).toEqual([])

  const { body } = await download(saved.id, 'dub:de', uma)
  expect(body).toMatchObject({ filename: `${saved.asin}_German.mp4`, source: 'storage' })
  expect(new Uint8Array(await (await fetch(body.url)).arrayBuffer())).toEqual(clip)
})

test('a file without its length is stored completely too', async () => {
  await vendor.control.seed({ says_length: false })
  const saved = await finished()
  expect(await dubOf(saved.id)).toMatchObject({ state: 'ready', file_size: clip.length })
})

test.each(['before', 'after'] as const)(
  'an order whose answer is lost (%s it took effect) is searched and never paid twice',
  async (drop) => {
    const saved = await upload()
    await dub(saved.id)
    await vendor.control.addFault({ match: { method: 'POST', path: '/v1/dubbing' }, times: 1, drop })
    await drain()
    await drain()
    expect(await bills()).toHaveLength(drop === 'after' ? 1 : 0)
    await api.host.sql(
      `update public.video_variants set ordered_at = ordered_at - interval '3 minutes' where kind = 'dub'`,
    )
    await drain()
    await vendor.control.run('finish', {})
    await drain()
    expect(await dubOf(saved.id)).toMatchObject({ state: 'ready' })
    expect(await bills()).toHaveLength(1)
  },
)

test('a worker killed after ordering, before storing the id, leaves an order that is found and not paid twice', async () => {
  const saved = await upload()
  await dub(saved.id)
  await drain()
  await api.host.sql(`update public.video_variants set vendor_id = null where kind = 'dub'`)
  await drain()
  await vendor.control.run('finish', {})
  await drain()
  expect(await dubOf(saved.id)).toMatchObject({ state: 'ready' })
  expect(await bills()).toHaveLength(1)
})

test.each([true, false])(
  'a file that breaks off in the middle (its length known: %s) is fetched again, and nothing incomplete is shown',
  async (says_length) => {
    // The store runs in this process and prints that its upload broke off.
    vi.spyOn(console, 'error').mockImplementation(() => {})
    await vendor.control.seed({ says_length, breaks_off: 1 })
    const saved = await upload()
    await dub(saved.id)
    await drain()
    await vendor.control.run('finish', {})
    await drain()
    expect(await dubOf(saved.id)).toMatchObject({ state: 'processing' })
    expect((await download(saved.id, 'dub:de')).status).toBe(404)
    await drain()
    expect(await dubOf(saved.id)).toMatchObject({ state: 'ready', file_size: clip.length })
    expect(await bills()).toHaveLength(1)
    expect(await lostFiles()).toEqual([])
  },
)

test('a worker killed after storing the file stores it again and finishes once', async () => {
  const saved = await upload()
  await dub(saved.id)
  await drain()
  const [row] = await api.host.sql<{ output_path: string }>(
    `select output_path from public.video_variants where kind = 'dub'`,
  )
  await createServiceClient()
    .storage.from('video-derivatives')
    .upload(row?.output_path ?? '', clip.slice(0, 1000), { contentType: 'video/mp4' })
  await vendor.control.run('finish', {})
  await drain()
  expect(await dubOf(saved.id)).toMatchObject({ state: 'ready', file_size: clip.length })
  const { body } = await download(saved.id, 'dub:de')
  expect(new Uint8Array(await (await fetch(body.url)).arrayBuffer())).toEqual(clip)
  expect(await lostFiles()).toEqual([])
})

test.each([
  ['quota_exceeded', { credits_left: 10 }, { credits_left: 100_000 }],
  ['plan_too_small', { plan: 'free' }, { plan: 'creator' }],
  ['key_refused', null, { rejected_keys: [] }],
])('%s ends with a reason and a next action, and nothing is spent', async (code, seed, mended) => {
  await vendor.control.seed(seed ?? { rejected_keys: [vendor.env.ELEVENLABS_API_KEY] })
  const saved = await upload()
  await dub(saved.id)
  await drain()
  expect(await dubOf(saved.id)).toMatchObject({
    state: 'failed',
    error_code: code,
    error: expect.stringMatching(/\.$/),
  })
  expect(await bills()).toEqual([])

  await vendor.control.seed(mended)
  expect((await dub(saved.id)).status).toBe(202)
  await drain()
  await vendor.control.run('finish', {})
  await drain()
  expect(await dubOf(saved.id)).toMatchObject({ state: 'ready', error: null })
  expect(await bills()).toHaveLength(1)
})

test('a dub that the vendor could not make fails with a reason, and needs a new confirmation', async () => {
  const saved = await upload()
  await dub(saved.id)
  await drain()
  await vendor.control.run('fail', {})
  await drain()
  expect(await dubOf(saved.id)).toMatchObject({ state: 'failed', error_code: 'dub_failed' })
  expect((await estimate(saved.id)).body).toMatchObject({ estimated_credits: CREDITS, needs_confirmation: true })
  expect((await dub(saved.id)).status).toBe(202)
  await drain()
  expect(await bills()).toHaveLength(2)
  await drain()
  expect(await dubsThere()).toHaveLength(1)
})

test('a dub that expired at the vendor says so', async () => {
  const saved = await upload()
  await dub(saved.id)
  await drain()
  await vendor.control.advanceClock(40 * DAY_MS)
  await drain()
  expect(await dubOf(saved.id)).toMatchObject({ state: 'failed', error_code: 'dub_expired' })
})

test('a vendor that is down for long fails the dub; a retry continues the paid work for free', async () => {
  const saved = await upload()
  await dub(saved.id)
  await drain()
  await vendor.control.run('finish', {})
  await vendor.control.addFault({ match: { path: '/v1/dubbing/*' }, times: 100, status: 503 })
  await drain()
  expect(await dubOf(saved.id)).toMatchObject({
    state: 'processing',
    waiting_code: 'elevenlabs_try_later',
    waiting_reason: 'ElevenLabs does not answer.',
  })
  for (let turn = 0; turn < 5; turn += 1) await drain()
  expect(await dubOf(saved.id)).toMatchObject({
    state: 'failed',
    error_code: 'elevenlabs_try_later',
    waiting_reason: null,
  })
  await vendor.control.clearFaults()
  expect((await estimate(saved.id)).body).toMatchObject({ estimated_credits: 0, needs_confirmation: false })
  expect((await dub(saved.id, { credits: 0 })).status).toBe(202)
  await drain()
  expect(await dubOf(saved.id)).toMatchObject({ state: 'ready' })
  expect(await bills()).toHaveLength(1)
})

test('too many orders at once wait for their turn and use up no attempt', async () => {
  await vendor.control.seed({ max_concurrent: 0 })
  const saved = await upload()
  await dub(saved.id)
  for (let turn = 0; turn < 7; turn += 1) await drain()
  const waiting = { waiting_code: 'elevenlabs_busy', waiting_reason: expect.stringContaining('at once') }
  expect(await dubOf(saved.id)).toMatchObject({ state: 'processing', error: null, ...waiting })
  await vendor.control.seed({ max_concurrent: 5 })
  await drain()
  expect(await dubOf(saved.id)).toMatchObject({ state: 'processing', waiting_code: null, waiting_reason: null })
  expect(await bills()).toHaveLength(1)
})

test('an original that no longer exists says so and costs nothing', async () => {
  const saved = await upload()
  await dub(saved.id)
  await api.host.sql(`delete from storage.objects where bucket_id = 'product-videos'`)
  for (let turn = 0; turn < 6; turn += 1) await drain()
  expect(await dubOf(saved.id)).toMatchObject({ state: 'failed', error: expect.stringMatching(/\.$/) })
  expect(await bills()).toEqual([])
})

test('deleting a video during its dub leaves no file here and no dub at the vendor', async () => {
  const saved = await upload()
  await dub(saved.id)
  await drain()
  expect(await dubsThere()).toHaveLength(1)
  await api.call(video, videosContract.remove, { as: ann, params: { id: saved.id }, query: {} })
  await vendor.control.run('finish', {})
  expect(await lostFiles()).toEqual([])
  expect(await dubsThere()).toEqual([])
})

test('deleting a video whose order was never answered deletes the order once it appears', async () => {
  const saved = await upload()
  await dub(saved.id)
  await vendor.control.addFault({ match: { method: 'POST', path: '/v1/dubbing' }, times: 1, drop: 'after' })
  await drain()
  await api.call(video, videosContract.remove, { as: ann, params: { id: saved.id }, query: {} })
  await drain()
  expect(await dubsThere()).toEqual([])
})

test('our dubs that are three days old at the vendor are deleted, other dubs stay', async () => {
  const order = async (name: string) => {
    const form = new FormData()
    for (const [field, value] of Object.entries({ name, target_lang: 'de' })) form.set(field, value)
    form.set('file', new Blob([clip]), 'clip.mp4')
    const headers = { 'xi-api-key': vendor.env.ELEVENLABS_API_KEY ?? '' }
    await fetch(`${vendor.url}/v1/dubbing`, { method: 'POST', headers, body: form })
  }
  await order('opsyncpro-forgotten')
  await order('My holidays')
  const sweep = () => api.host.sql(`select private.enqueue_job('dubs.sweep', 'dubs.sweep')`)
  await sweep()
  await drain()
  expect(await dubsThere()).toHaveLength(2)
  const later = Date.now() + 4 * DAY_MS
  vi.spyOn(Date, 'now').mockImplementation(() => later)
  await sweep()
  await drain()
  expect(await dubsThere()).toEqual(['My holidays'])
})

describe('GET /api/videos/:id/dubs/estimate', () => {
  test('200 with seconds, credits and the source of the rate', async () => {
    expect((await estimate((await upload()).id)).body).toEqual({
      language: 'de',
      seconds: SECONDS,
      estimated_credits: CREDITS,
      currency: 'elevenlabs_credits',
      credits_per_minute: 3000,
      rate_source_url: expect.stringContaining('elevenlabs.io'),
      rate_as_of: expect.any(String),
      needs_confirmation: true,
    })
  })
  test('400 for an unknown language', async () =>
    expect((await estimate(crypto.randomUUID(), { language: 'xx' })).status).toBe(400))
  test('403 for an uploader', async () => expect((await estimate((await upload()).id, { as: uma })).status).toBe(403))
  test('404 for another workspace', async () =>
    expect((await estimate((await upload()).id, { as: bob })).status).toBe(404))
  test('409 while the length is unknown', async () => {
    const { status, problem } = await estimate((await upload({})).id)
    expect([status, problem.code]).toEqual([409, 'video_not_checked'])
  })
  test('409 while no account is configured', async () => {
    delete process.env.ELEVENLABS_API_KEY
    const { status, problem } = await estimate((await upload()).id)
    expect([status, problem.code]).toEqual([409, 'provider_not_configured'])
  })
  test("422 for a video that is too long for the vendor, or whose dub would exceed our store's limit", async () => {
    const { status, problem } = await estimate((await upload({ duration_seconds: 9001 })).id)
    expect([status, problem.code]).toEqual([422, 'video_not_dubbable'])
    const { id } = await upload()
    await api.host.sql(`update public.product_videos set file_size = 524288001 where id = $1`, [id])
    expect((await estimate(id)).problem.code).toBe('video_not_dubbable')
  })
})

describe('POST /api/videos/:id/dubs', () => {
  test('202 with the video and its new version', async () => {
    const { status, body } = await dub((await upload()).id, { language: 'ja' })
    expect(status).toBe(202)
    expect(body.variants).toContainEqual(expect.objectContaining({ kind: 'dub', language: 'ja', state: 'pending' }))
  })
  test('202 once for the same key, sent twice', async () => {
    const { id } = await upload()
    const headers = { 'idempotency-key': crypto.randomUUID() }
    const both = [await dub(id, { headers }), await dub(id, { headers })]
    expect(both.map(({ status }) => status)).toEqual([202, 202])
  })
  test('400 without a language', async () =>
    expect((await dub(crypto.randomUUID(), { language: '' })).status).toBe(400))
  test('403 for an uploader, who may not spend', async () =>
    expect((await dub((await upload()).id, { as: uma })).status).toBe(403))
  test('404 for another workspace', async () => expect((await dub((await upload()).id, { as: bob })).status).toBe(404))
  test('409 dub_exists with the existing dub, while it waits and when it is ready', async () => {
    const { id } = await upload()
    const [first, second] = await Promise.all([dub(id), dub(id)])
    expect([first.status, second.status].toSorted()).toEqual([202, 409])
    const { problem } = await dub(id)
    expect(problem).toMatchObject({ code: 'dub_exists', existing_id: (await dubOf(id))?.id })
    const ready = await finished()
    expect((await dub(ready.id)).problem.code).toBe('dub_exists')
  })
  test('409 cost_changed with the estimate when it differs from the accepted price, and nothing is ordered', async () => {
    const { id } = await upload()
    const { status, problem } = await dub(id, { credits: 4000 })
    expect([status, problem.code]).toEqual([409, 'cost_changed'])
    expect(problem.current).toMatchObject({ estimated_credits: CREDITS })
    expect(await dubOf(id)).toBeUndefined()
  })
  test('422 for a video that is damaged', async () => {
    const { id } = await upload()
    await api.host.sql(
      `update public.product_videos set check_state = 'failed', check_error = 'It is cut off.' where id = $1`,
      [id],
    )
    expect((await dub(id)).problem).toMatchObject({ code: 'video_not_dubbable', detail: 'It is cut off.' })
    expect((await dub(id)).status).toBe(422)
  })
})

describe('GET /api/videos/:id/download', () => {
  test('200 for a version by its name and by its id', async () => {
    const ready = await finished()
    const byName = await download(ready.id, 'dub:de')
    const byId = await download(ready.id, (await dubOf(ready.id))?.id ?? '')
    expect([byName.status, byId.status, byId.body.filename]).toEqual([200, 200, `${ready.asin}_German.mp4`])
  })
  test('502 while the store does not answer, which is no missing version', async () => {
    const ready = await finished()
    const send = globalThis.fetch
    const spy = vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
      if (String(input instanceof Request ? input.url : input).includes('/storage/v1/')) throw new TypeError('failed')
      return send(input, init)
    })
    const { status, problem } = await download(ready.id, 'dub:de')
    spy.mockRestore()
    expect([status, problem.code]).toEqual([502, 'storage_unavailable'])
  })
  test('400 for an unknown version', async () =>
    expect((await download(crypto.randomUUID(), 'dub:klingon')).status).toBe(400))
  test('404 for a version that is not ready, was never requested, or is another workspace’s', async () => {
    const { id } = await upload()
    await dub(id)
    const answers = [await download(id, 'dub:de'), await download(id, 'dub:fr'), await download(id, 'dub:de', bob)]
    expect(answers.map(({ problem }) => problem.code)).toEqual([
      'variant_not_found',
      'variant_not_found',
      'video_not_found',
    ])
  })
})
