import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startTestEmulator, type TestEmulator } from '../testing.ts'
import { askAfterShip } from './testing/ask-aftership.ts'

const NUMBER = '1Z9990000000000001'
const HOUR_MS = 3_600_000

let aftership: TestEmulator
beforeAll(async () => {
  aftership = await startTestEmulator('aftership')
})
beforeEach(async () => {
  await aftership.control.reset()
  await aftership.control.seed({ limit: { requests: 1000, window_ms: 60_000 } })
})
afterAll(() => aftership.close())

const ask = (method: string, path: string, more: Parameters<typeof askAfterShip>[3] = {}) =>
  askAfterShip(aftership, method, path, more)
const create = (body: object) => ask('POST', '/trackings', { body })
const act = (action: string, input: object) => aftership.control.run(action, input)

test('a new number is pending, its carrier known by its shape, spaces and dashes aside', async () => {
  const { status, data, meta } = await create({ tracking_number: '1z999-0000000000 001', title: 'Mug' })
  expect(status).toBe(201)
  expect(meta).toEqual({ code: 201 })
  expect(data).toMatchObject({
    tracking_number: NUMBER,
    slug: 'ups',
    tag: 'Pending',
    subtag: 'Pending_001',
    title: 'Mug',
    active: true,
    checkpoints: [],
  })
  expect((await ask('GET', `/trackings/${data.id}`)).data.id).toBe(data.id)
})

test.each([
  ['no key', null],
  ['a key of another shape', 'mine'],
  ['a revoked key', 'revoked'],
])('401 with %s', async (_, given) => {
  const own = aftership.env.AFTERSHIP_API_KEY ?? ''
  if (given === 'revoked') await aftership.control.seed({ rejected_keys: [own] })
  const key = given === 'revoked' ? own : given
  const { status, meta } = await ask('GET', '/trackings', { key })
  expect(status).toBe(401)
  expect(meta).toMatchObject({ code: 401, type: 'Unauthorized' })
})

test.each([
  [4001, 'what is not JSON', '{"tracking_number"'],
  [4002, 'JSON that is no object', '[]'],
  [4005, 'a number no carrier prints', '{"tracking_number":"???"}'],
  [4007, 'no number', '{}'],
  [4008, 'a title that is no text', '{"tracking_number":"1Z9990000000000001","title":7}'],
  [4008, 'a ship date that is none', '{"tracking_number":"1Z9990000000000001","tracking_ship_date":"soon"}'],
  [4008, 'custom fields that are none', '{"tracking_number":"1Z9990000000000001","custom_fields":[]}'],
  [4010, 'a carrier it does not know', '{"tracking_number":"1Z9990000000000001","slug":"owl-post"}'],
  [4011, 'a carrier that wants a postal code', '{"tracking_number":"12345678901","slug":"gls"}'],
  [4012, 'a number of no known carrier', '{"tracking_number":"QQQQQQ"}'],
])('%s for %s', async (code, _, rawBody) => {
  const { status, meta, data } = await ask('POST', '/trackings', { rawBody })
  expect(status).toBe(400)
  expect(meta).toMatchObject({ code, type: 'BadRequest' })
  expect(data).toEqual({})
})

test('4003 for an existing number, which it names unless the seed hides it', async () => {
  const { data } = await create({ tracking_number: NUMBER })
  const again = await create({ tracking_number: NUMBER })
  expect(again.meta.code).toBe(4003)
  expect(again.data.id).toBe(data.id)
  await aftership.control.seed({ names_existing: false })
  expect((await create({ tracking_number: NUMBER })).data).toEqual({})
  expect((await create({ tracking_number: NUMBER, slug: 'fedex' })).status).toBe(201)
})

test.each(['GET', 'PUT', 'DELETE'])('4004 for %s of a number nobody added', async (method) => {
  const { status, meta } = await ask(method, '/trackings/trk0', method === 'PUT' ? { body: {} } : {})
  expect(status).toBe(404)
  expect(meta).toMatchObject({ code: 4004, type: 'NotFound' })
})

test('404 for an unknown path, and for another version', async () => {
  expect((await ask('GET', '/parcels')).meta.code).toBe(404)
  expect((await ask('GET', '/../2019-01/trackings')).meta.code).toBe(404)
})

test('429 for the eleventh request of a second, with the account in the headers', async () => {
  await aftership.control.seed({ limit: { requests: 10, window_ms: 60_000 } })
  await aftership.control.advanceClock(60_000)
  const first = await ask('GET', '/couriers')
  expect(first.headers.get('x-ratelimit-limit')).toBe('10')
  expect(first.headers.get('x-ratelimit-remaining')).toBe('9')
  for (let asked = 1; asked < 10; asked += 1) expect((await ask('GET', '/couriers')).status).toBe(200)
  const refused = await ask('GET', '/couriers')
  expect(refused.status).toBe(429)
  expect(refused.meta).toMatchObject({ code: 429, type: 'TooManyRequests' })
  expect(Number(refused.headers.get('x-ratelimit-reset'))).toBeGreaterThan(0)
  await aftership.control.advanceClock(60_000)
  expect((await ask('GET', '/couriers')).status).toBe(200)
})

test('the descriptive fields of a shipment can be changed, and it can be removed', async () => {
  const { data } = await create({ tracking_number: NUMBER })
  expect((await ask('PUT', `/trackings/${data.id}`, { body: { title: 'Mugs' } })).data.title).toBe('Mugs')
  expect((await ask('PUT', `/trackings/${data.id}`, { body: { slug: 'owl-post' } })).meta.code).toBe(4010)
  expect((await ask('DELETE', `/trackings/${data.id}`)).status).toBe(200)
  expect((await ask('GET', `/trackings/${data.id}`)).meta.code).toBe(4004)
})

test('retrack is for expired trackings, completing needs a reason', async () => {
  const { data } = await create({ tracking_number: NUMBER })
  expect((await ask('POST', `/trackings/${data.id}/retrack`)).meta.code).toBe(4013)
  expect((await ask('POST', `/trackings/${data.id}/mark-as-completed`, { body: {} })).meta.code).toBe(4008)
  const done = await ask('POST', `/trackings/${data.id}/mark-as-completed`, { body: { reason: 'DELIVERED' } })
  expect(done.data).toMatchObject({ tag: 'Delivered', active: false })
  expect((await ask('POST', `/trackings/${data.id}/retrack`)).data.active).toBe(true)
})

test('carriers are listed and detected', async () => {
  expect((await ask('GET', '/couriers')).data.couriers?.map(({ slug }) => slug)).toContain('usps')
  const detect = (tracking_number: string) => ask('POST', '/couriers/detect', { body: { tracking_number } })
  expect((await detect('TBA000000000001')).data.couriers?.map(({ slug }) => slug)).toEqual(['amazon'])
  expect((await detect('QQQQQQ')).data.couriers).toEqual([])
})

test('a list is read page by page, newest first, and by number', async () => {
  for (const last of [1, 2, 3, 4, 5]) await create({ tracking_number: `1Z999000000000000${last}` })
  const seen: string[] = []
  let cursor = ''
  do {
    const { data } = await ask('GET', `/trackings?limit=2${cursor && `&cursor=${cursor}`}`)
    expect(data.pagination?.total).toBe(5)
    seen.push(...(data.trackings ?? []).map(({ tracking_number }) => tracking_number.slice(-1)))
    cursor = data.pagination?.next_cursor ?? ''
  } while (cursor)
  expect(seen).toEqual(['5', '4', '3', '2', '1'])
  const two = await ask('GET', '/trackings?tracking_numbers=1Z9990000000000002,1Z9990000000000004')
  expect(two.data.trackings).toHaveLength(2)
})

test.each(['limit=0', 'limit=201', 'cursor=nonsense', 'tag=Lost', 'created_at_min=soon', 'colour=red'])(
  '4008 for a list with %s',
  async (query) => {
    await create({ tracking_number: NUMBER })
    expect((await ask('GET', `/trackings?${query}`)).meta.code).toBe(4008)
  },
)

test('time passes: a shipment without a story arrives in two days', async () => {
  const { data } = await create({ tracking_number: NUMBER })
  const tagAfter = async (hours: number) => {
    await aftership.control.advanceClock(hours * HOUR_MS)
    return (await ask('GET', `/trackings/${data.id}`)).data.tag
  }
  expect(await tagAfter(1)).toBe('InfoReceived')
  expect(await tagAfter(6)).toBe('InTransit')
  expect(await tagAfter(42)).toBe('OutForDelivery')
  expect(await tagAfter(8)).toBe('Delivered')
})

test('a seeded story runs step by step; a shipment that expires has no new checkpoint', async () => {
  const story = [{ tag: 'InTransit', location: 'Köln', expected_on: '2026-11-25' }, { tag: 'Expired' }]
  await aftership.control.seed({ stories: { [NUMBER]: story } })
  await create({ tracking_number: NUMBER })
  const once = { reached: 1, tracking: { tag: 'InTransit', latest_estimated_delivery: { datetime: '2026-11-25' } } }
  expect(await act('advance', { tracking_number: NUMBER })).toMatchObject(once)
  const end = { reached: 1, tracking: { tag: 'Expired', active: false, checkpoints: [{ location: 'Köln' }] } }
  expect(await act('advance', { tracking_number: NUMBER, steps: 5 })).toMatchObject(end)
  await expect(act('advance', { tracking_number: 'QQQQQQ' })).rejects.toThrow(/Nobody added it/)
})

test('a webhook is signed over its exact bytes; it can be wrong, unsigned, sent twice or late', async () => {
  const received: { body: string; signature: string | undefined }[] = []
  const server = createServer(async (request, response) => {
    const body = (await request.toArray()).join('')
    received.push({ body, signature: String(request.headers['aftership-hmac-sha256']) })
    response.writeHead(204).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/` // safe: listens on a port
  await create({ tracking_number: NUMBER })
  await act('advance', { tracking_number: NUMBER, steps: 3 })
  const sent = await act('webhook', { tracking_number: NUMBER, url, times: 2, event_id: 'e1' })
  expect(sent).toMatchObject({ statuses: [204, 204] })
  const [first, second] = received
  expect(second).toEqual(first)
  const right = createHmac('sha256', aftership.env.AFTERSHIP_WEBHOOK_SECRET ?? '')
    .update(first?.body ?? '')
    .digest('base64')
  expect(first?.signature).toBe(right)
  expect(JSON.parse(first?.body ?? '')).toMatchObject({
    event: 'tracking_update',
    event_id: 'e1',
    msg: { slug: 'ups' },
  })
  const old = await act('webhook', { tracking_number: NUMBER, after_checkpoints: 1 })
  expect(JSON.parse(String(Reflect.get(Object(old), 'body'))).msg).toMatchObject({ tag: 'InfoReceived' })
  expect(await act('webhook', { tracking_number: NUMBER, signature: 'none' })).not.toHaveProperty(
    'headers.aftership-hmac-sha256',
  )
  const wrong = await act('webhook', { tracking_number: NUMBER, signature: 'wrong' })
  expect(wrong).toHaveProperty('headers.aftership-hmac-sha256')
  server.close()
})
