import { type ServerType, serve } from '@hono/node-server'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { quotasContract, type SharedVendor } from '#core/connections/quotas.ts'
import { productsContract } from '#core/products/contract.ts'
import { shipmentsContract } from '#core/products/shipments/contract.ts'
import { videosContract } from '#core/videos/contract.ts'
import type { ProductVideo } from '#core/videos/schema.ts'
import { asinOf } from '../../../services/emulators/keepa/catalog/default-catalog.ts'
import { startTestEmulator, type TestEmulator } from '../../../services/emulators/testing.ts'
import type { TestPerson } from '../../../services/local/testing/create-test-host.ts'
import { freePort } from '../../../services/local/testing/free-port.ts'
import lookup from '../../functions/keepa-lookup.ts'
import refreshShipment from '../../functions/shipment-refresh.ts'
import shipments from '../../functions/shipments.ts'
import product from '../../functions/sourced-product.ts'
import fillIn from '../../functions/sourced-product-fill-in.ts'
import products from '../../functions/sourced-products.ts'
import uploads from '../../functions/storage-upload-session.ts'
import usages from '../../functions/vendor-usage.ts'
import video from '../../functions/video.ts'
import videoDubs from '../../functions/video-dubs.ts'
import videoDubsEstimate from '../../functions/video-dubs-estimate.ts'
import videos from '../../functions/videos.ts'
import { settleUnits, spendUnits } from '../../src/connections/quotas.ts'
import { createServiceClient } from '../../src/db/service-client.ts'
import { drainJobs } from '../../src/jobs/drain-jobs.ts'
import { ProviderError } from '../../src/providers/errors.ts'
import { createTestApi, type TestApi } from '../../testing/create-test-api.ts'
import { testVideo } from '../../testing/test-video.ts'

const MUG = asinOf('mug', 'Black')
const CREAM = asinOf('mug', 'Cream')
const clip = testVideo(300_000)
let api: TestApi
let keepa: TestEmulator
let aftership: TestEmulator
let elevenlabs: TestEmulator
let transcoder: ServerType
/** What the transcoder finds, and how it answers an order. */
let length = 90
let answerOrder = 200
let orders = 0
let transcoderUrl: string
/** Where no server listens. */
let nobody: string
/** Two workspaces on the same vendor accounts. */
let ann: TestPerson
let bob: TestPerson
let number = 0

beforeAll(async () => {
  ;[keepa, aftership, elevenlabs] = await Promise.all([
    startTestEmulator('keepa'),
    startTestEmulator('aftership'),
    startTestEmulator('elevenlabs'),
  ])
  const convert = () => {
    orders += 1
    if (answerOrder !== 200) return new Response('{}', { status: answerOrder })
    const facts = { duration_seconds: length, width: 2, height: 2, rotation: 0, video_codec: 'h264', audio_codec: null }
    return Response.json({
      id: 'work',
      state: 'ready',
      progress: 100,
      facts,
      result: { has_poster: false, file_size: 1000 },
      error: null,
    })
  }
  transcoderUrl = await new Promise((resolve) => {
    const options = { fetch: convert, port: 0, hostname: '127.0.0.1' }
    transcoder = serve(options, ({ port }) => resolve(`http://127.0.0.1:${port}`))
  })
  nobody = `http://127.0.0.1:${await freePort()}`
  api = await createTestApi({
    allowedOrigins: [keepa.url, aftership.url, ...elevenlabs.origins, transcoderUrl, nobody],
  })
  ann = await api.person('ann')
  bob = await api.person('bob')
})
beforeEach(async () => {
  await Promise.all([keepa, aftership, elevenlabs].map(({ control }) => control.reset()))
  await api.host.exec(`delete from public.sourced_products; delete from private.jobs; delete from private.vendor_usage;
    delete from private.webhook_events`)
  for (const { env } of [keepa, aftership, elevenlabs]) {
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
  }
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockImplementation(() => {})
  length = 90
  answerOrder = 200
  orders = 0
  return () => vi.unstubAllEnvs()
})
afterAll(async () => {
  await api.close()
  transcoder.close()
  await Promise.all([keepa, aftership, elevenlabs].map((vendor) => vendor.close()))
})

const limitTo = (name: string, most: number) => vi.stubEnv(`WORKSPACE_${name}`, String(most))
const usage = async (vendor: SharedVendor, as = ann) =>
  (await api.call(usages, quotasContract.list, { as })).body.items.find((row) => row.vendor === vendor)
const used = async (vendor: SharedVendor, as = ann) => (await usage(vendor, as))?.used
const look = (asin = MUG, as = ann) => api.call(lookup, productsContract.lookup, { as, query: { asin } })
const add = async (as: TestPerson, more: object = {}) => {
  const body = {
    asin: `B${String(++number).padStart(9, '0')}`,
    title: 'Lamp',
    image_url: 'https://a.test/a.png',
    ...more,
  }
  return (await api.call(products, productsContract.create, { as, body })).body
}
const read = async (id: string, as = ann) =>
  (await api.call(product, productsContract.get, { as, params: { id } })).body
/** The share begins anew: everything that was used is of an earlier period. */
const nextPeriod = () =>
  api.host.exec(`update private.vendor_usage set period_began = period_began - 40;
    update private.jobs set run_at = now() where finished_at is null`)
const drain = async () => {
  await api.host.exec('update private.jobs set run_at = now() where finished_at is null')
  await drainJobs()
}
const waits = () =>
  api.host.sql<{ kind: string; day: string }>(
    `select kind, (run_at at time zone 'utc')::date::text as day from private.jobs where finished_at is null order by id`,
  )
const workspaceOf = async (as: TestPerson) => {
  const [row] = await api.host.sql<{ id: string }>(
    'select current_workspace_id as id from public.users where id = $1',
    [as.userId],
  )
  return row?.id ?? ''
}
const midnight = () => new Date(Math.floor(Date.now() / 86_400_000) * 86_400_000 + 86_400_000)

async function upload(as: TestPerson, duration_seconds: number | undefined): Promise<ProductVideo> {
  const { id: product_id } = await add(as)
  const file = { product_id, filename: 'clip.mp4', file_size: clip.length, mime_type: 'video/mp4' }
  const { body: session } = await api.call(uploads, videosContract.createStorageUploadSession, { as, body: file })
  await fetch(session.upload_url, { method: 'PUT', headers: session.headers, body: clip })
  const body = { ...file, duration_seconds, upload_session_id: session.upload_session_id }
  return (await api.call(videos, videosContract.save, { as, body })).body.video
}
const readVideo = async (id: string, as = ann) =>
  (await api.call(video, videosContract.get, { as, params: { id } })).body

describe('GET /api/vendor-usage', () => {
  test('200 every shared service with its limit, and nothing of another workspace', async () => {
    limitTo('KEEPA_TOKENS_PER_DAY', 7)
    await look()
    const { status, body } = await api.call(usages, quotasContract.list, { as: ann })
    expect(status).toBe(200)
    expect(body.items).toEqual([
      { vendor: 'keepa', unit: 'tokens', period: 'day', used: 1, limit: 7, resets_at: expect.any(String) },
      expect.objectContaining({ vendor: 'aftership', unit: 'trackings', period: 'month', used: 0, limit: 200 }),
      expect.objectContaining({ vendor: 'elevenlabs', unit: 'credits', period: 'month', used: 0, limit: 50_000 }),
      expect.objectContaining({ vendor: 'transcoder', unit: 'minutes', period: 'day', used: 0, limit: 240 }),
      expect.objectContaining({ vendor: 'anthropic', unit: 'captions', period: 'day', used: 0, limit: 100 }),
    ])
    expect(Date.parse(body.items[0]?.resets_at ?? '')).toBe(midnight().getTime())
    expect(await used('keepa', bob)).toBe(0)
  })
})

describe('GET /api/keepa-lookup', () => {
  test('429 quota_exceeded with the reset, without asking Keepa; another workspace is not affected', async () => {
    limitTo('KEEPA_TOKENS_PER_DAY', 2)
    await look()
    await look()
    const refused = await look()
    expect(refused.status).toBe(429)
    expect(refused.problem).toMatchObject({ code: 'quota_exceeded', resets_at: expect.any(String) })
    expect(refused.problem.detail).toMatch(/has used its 2 tokens of Keepa for this day\. .* UTC\. .*administrator/)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await keepa.control.requests()).toHaveLength(2)
    expect((await look(MUG, bob)).status).toBe(200)
    await nextPeriod()
    expect((await look()).status).toBe(200)
  })

  test('a refused lookup costs nothing, one without an answer stays counted', async () => {
    await keepa.control.addFault({ match: { path: '/product' }, times: 1, status: 400 })
    expect((await look()).status).toBe(502)
    expect(await used('keepa')).toBe(0)
    await keepa.control.addFault({ match: { path: '/product' }, times: 2, drop: 'after' })
    expect((await look()).status).toBe(503)
    expect(await used('keepa')).toBe(1)
    vi.stubEnv('KEEPA_BASE_URL', nobody)
    await look()
    expect(await used('keepa')).toBe(1)
  })

  test('lookups at once do not pass the limit', async () => {
    limitTo('KEEPA_TOKENS_PER_DAY', 3)
    const statuses = (await Promise.all(Array.from({ length: 8 }, () => look()))).map(({ status }) => status)
    expect(statuses.filter((status) => status === 200)).toHaveLength(3)
    expect(statuses.filter((status) => status === 429)).toHaveLength(5)
  })
})

describe('POST /api/sourced-products/:id/fill-in', () => {
  test('new products are filled in as far as the share goes; the others wait until it begins anew', async () => {
    limitTo('KEEPA_TOKENS_PER_DAY', 1)
    const mine = [await add(ann, { asin: MUG, title: undefined }), await add(ann, { asin: CREAM, title: undefined })]
    const theirs = await add(bob, { asin: MUG, title: undefined })
    await drainJobs()
    const states = async () =>
      (await Promise.all(mine.map(({ id }) => read(id)))).map(({ fill_in_state }) => fill_in_state)
    expect((await states()).toSorted()).toEqual(['done', 'waiting'])
    expect((await read(theirs.id, bob)).fill_in_state).toBe('done')
    const day = midnight().toISOString().slice(0, 10)
    const left = await waits()
    expect(left.length).toBeGreaterThan(0)
    expect(left.every((job) => job.day === day)).toBe(true)
    await nextPeriod()
    await drainJobs()
    expect(await states()).toEqual(['done', 'done'])
  })

  test('429 when a person asks without a token left, and the product is as it was', async () => {
    limitTo('KEEPA_TOKENS_PER_DAY', 0)
    const { id } = await add(ann, { asin: MUG })
    const answer = await api.call(fillIn, productsContract.fillIn, { as: ann, params: { id } })
    expect(answer.problem).toMatchObject({ status: 429, code: 'quota_exceeded' })
    expect(answer.problem.detail).toContain('may use none')
    expect((await read(id)).fill_in_state).toBeNull()
  })

  test('a share of nothing fails the lookup instead of waiting forever', async () => {
    limitTo('KEEPA_TOKENS_PER_DAY', 0)
    const { id } = await add(ann, { asin: MUG, title: undefined })
    await drainJobs()
    expect(await read(id)).toMatchObject({ fill_in_state: 'failed', fill_in_error: 'quota_exceeded' })
    expect(await keepa.control.requests()).toEqual([])
  })

  test('an outage costs each product at most once', async () => {
    const { id } = await add(ann, { asin: MUG, title: undefined })
    await keepa.control.addFault({ match: { path: '/product' }, times: 6, drop: 'after' })
    for (let turn = 0; turn < 3; turn += 1) await drain()
    expect(await used('keepa')).toBe(1)
    await drain()
    expect((await read(id)).fill_in_state).toBe('done')
    expect(await used('keepa')).toBe(1)
  })
})

describe('POST /api/shipments', () => {
  const track = async (as: TestPerson, tracking_number: string) => {
    const { id: product_id } = await add(as)
    return (await api.call(shipments, shipmentsContract.create, { as, body: { product_id, tracking_number } })).body
  }
  const shipmentOf = async (id: string) => {
    const { body } = await api.call(shipments, shipmentsContract.list, { as: ann })
    return body.items.find((row) => row.id === id)
  }

  test('a shipment beyond the share is saved and says why it is not tracked; it is registered after the reset', async () => {
    limitTo('AFTERSHIP_TRACKINGS_PER_MONTH', 1)
    const first = await track(ann, '1Z9990000000000001')
    await drainJobs()
    const second = await track(ann, '1Z9990000000000002')
    await track(bob, '1Z9990000000000003')
    await drainJobs()
    expect((await shipmentOf(first.id))?.registration).toBe('registered')
    expect(await shipmentOf(second.id)).toMatchObject({ registration: 'failed', registration_error: 'quota_exceeded' })
    expect(await used('aftership', bob)).toBe(1)
    // Reading an existing tracking again costs nothing.
    await api.call(refreshShipment, shipmentsContract.refresh, { as: ann, params: { id: first.id } })
    await drainJobs()
    expect((await shipmentOf(first.id))?.registration).toBe('registered')
    await nextPeriod()
    await createServiceClient().rpc('retry_registrations')
    await drainJobs()
    expect((await shipmentOf(second.id))?.registration).toBe('registered')
  })

  test('a lost answer takes one tracking, and a number that AfterShip knows takes none', async () => {
    await aftership.control.addFault({ match: { method: 'POST', path: '/tracking*' }, times: 1, drop: 'after' })
    const { id } = await track(ann, '1Z9990000000000001')
    await drainJobs()
    expect(await used('aftership')).toBe(1)
    await drain()
    expect((await shipmentOf(id))?.registration).toBe('registered')
    expect(await used('aftership')).toBe(1)
    await track(bob, '1Z9990000000000001')
    await drainJobs()
    expect(await used('aftership', bob)).toBe(0)
  })
})

const estimate = (id: string, as = ann) =>
  api.call(videoDubsEstimate, videosContract.dubEstimate, { as, params: { id }, query: { language: 'de' } })

describe('GET /api/videos/:id/dubs/estimate', () => {
  test('429 for a dub that costs more than is left, and for one that never fits', async () => {
    limitTo('ELEVENLABS_CREDITS_PER_MONTH', 6500)
    const { id } = await upload(ann, 130)
    expect((await estimate(id)).status).toBe(200)
    const longer = await upload(ann, 131)
    const { problem } = await estimate(longer.id)
    expect(problem).toMatchObject({ status: 429, code: 'quota_exceeded' })
    expect(problem.detail).toBe(
      'This needs 6,550 credits of ElevenLabs. Your workspace may use 6,500 credits of ElevenLabs a month. ' +
        'Ask your administrator for a larger share.',
    )
  })
})

describe('POST /api/videos/:id/dubs', () => {
  const dub = (id: string, language = 'de', as = ann) =>
    api.call(videoDubs, videosContract.dub, { as, params: { id }, body: { language, confirmed_credits: 6500 } })
  const stateOf = async (id: string, language: string) =>
    (await readVideo(id)).variants.find((variant) => variant.language === language)

  test('429 before anything is ordered, in the estimate already', async () => {
    limitTo('ELEVENLABS_CREDITS_PER_MONTH', 10_000)
    const { id } = await upload(ann, 130)
    expect((await dub(id)).status).toBe(202)
    await drain()
    expect(await used('elevenlabs')).toBe(6500)
    const refused = await dub(id, 'fr')
    expect(refused.problem).toMatchObject({ status: 429, code: 'quota_exceeded' })
    expect(refused.problem.detail).toContain('needs 6,500 credits of ElevenLabs, and your workspace has 3,500')
    const other = await upload(ann, 130)
    expect((await estimate(other.id)).status).toBe(429)
    const theirs = await upload(bob, 130)
    expect((await estimate(theirs.id, bob)).status).toBe(200)
  })

  test('two requests at once cannot both take the last credits: the second fails with the reason', async () => {
    limitTo('ELEVENLABS_CREDITS_PER_MONTH', 10_000)
    const { id } = await upload(ann, 130)
    expect([(await dub(id, 'de')).status, (await dub(id, 'fr')).status]).toEqual([202, 202])
    await drain()
    await drain()
    const failed = await stateOf(id, 'fr')
    expect(failed).toMatchObject({ state: 'failed', error_code: 'workspace_quota_exceeded' })
    expect(failed?.error).toMatch(/3,500 credits of ElevenLabs left this month\..* UTC/)
    expect((await stateOf(id, 'de'))?.state).toBe('processing')
  })

  test('a rejected order costs nothing; an order without an answer is counted once, also when it is sent again', async () => {
    const { id } = await upload(ann, 130)
    await elevenlabs.control.addFault({ match: { method: 'POST', path: '/v1/dubbing' }, times: 1, status: 400 })
    await dub(id)
    await drain()
    expect(await used('elevenlabs')).toBe(0)
    await elevenlabs.control.addFault({ match: { method: 'POST', path: '/v1/dubbing' }, times: 1, drop: 'before' })
    await dub(id)
    await drain()
    expect(await used('elevenlabs')).toBe(6500)
    await api.host.exec(
      `update public.video_variants set ordered_at = now() - interval '1 hour' where ordered_at is not null`,
    )
    await drain()
    expect((await stateOf(id, 'de'))?.state).toBe('processing')
    expect(await used('elevenlabs')).toBe(6500)
  })
})

describe('POST /api/videos', () => {
  beforeEach(() => {
    vi.stubEnv('TRANSCODER_URL', transcoderUrl)
    vi.stubEnv('TRANSCODER_TOKEN', 'a token of some length')
  })
  const standard = async (id: string, as = ann) =>
    (await readVideo(id, as)).variants.find(({ profile }) => profile === 'standard')

  test('the length that the transcoder found is counted; beyond the share a video waits and says until when', async () => {
    limitTo('TRANSCODER_MINUTES_PER_DAY', 2)
    const first = await upload(ann, undefined)
    await drain()
    expect(await standard(first.id)).toMatchObject({ state: 'ready' })
    expect(await used('transcoder')).toBe(2)
    const second = await upload(ann, 90)
    const theirs = await upload(bob, 90)
    await drain()
    expect(await standard(second.id)).toMatchObject({
      state: 'processing',
      waiting_code: 'quota_exceeded',
      waiting_reason: expect.stringMatching(/UTC/),
    })
    expect(await standard(theirs.id, bob)).toMatchObject({ state: 'ready' })
    expect(await waits()).toEqual([{ kind: 'videos.transcode', day: midnight().toISOString().slice(0, 10) }])
    await nextPeriod()
    await drainJobs()
    expect(await standard(second.id)).toMatchObject({ state: 'ready', waiting_code: null })
  })

  test('a video that is longer than the share of a day fails with the reason, and is not sent', async () => {
    limitTo('TRANSCODER_MINUTES_PER_DAY', 1)
    const { id } = await upload(ann, 90)
    await drain()
    const failed = await standard(id)
    expect(failed).toMatchObject({ state: 'failed', error_code: 'quota_exceeded' })
    expect(failed?.error).toContain('may use 1 minutes of video conversion a day')
    expect(orders).toBe(0)
  })

  test('a refused order costs nothing, one of unknown outcome is counted once', async () => {
    answerOrder = 400
    const { id } = await upload(ann, 90)
    await drain()
    expect(await standard(id)).toMatchObject({ state: 'failed' })
    expect(await used('transcoder')).toBe(0)
    answerOrder = 503
    const second = await upload(ann, 90)
    await drain()
    await drain()
    expect(await used('transcoder')).toBe(2)
    answerOrder = 200
    await drain()
    expect(await standard(second.id)).toMatchObject({ state: 'ready' })
    expect(await used('transcoder')).toBe(2)
  })
})

describe('the mechanism', () => {
  test('a call that ends in an error of ours stays counted, and settling twice counts once', async () => {
    const work = { workspaceId: await workspaceOf(ann), vendor: 'keepa', source: 'keepa', feature: 'look_up' } as const
    const db = createServiceClient()
    const taken = { key: 'some-work', units: 5 }
    const broken = spendUnits(db, work, taken, () => Promise.reject(new Error('lease lost')))
    await expect(broken).rejects.toThrow('lease lost')
    expect(await used('keepa')).toBe(5)
    await settleUnits(db, work, { keys: ['some-work'], units: 3 })
    await settleUnits(db, work, { keys: ['some-work'], units: 3 })
    expect(await used('keepa')).toBe(3)
  })

  test('a unit that was taken yesterday is settled in yesterday', async () => {
    const work = { workspaceId: await workspaceOf(ann), vendor: 'keepa', source: 'keepa', feature: 'look_up' } as const
    const db = createServiceClient()
    const lost = () => Promise.reject(new ProviderError({ provider: 'keepa', outcome: 'try_later', code: 'timed_out' }))
    await expect(spendUnits(db, work, { key: 'late', units: 2 }, lost)).rejects.toThrow('timed_out')
    await nextPeriod()
    await spendUnits(db, work, { key: 'late', units: 2 }, async () => ({ spent: 2 }))
    expect(await used('keepa')).toBe(0)
  })
})
