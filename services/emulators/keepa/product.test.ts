import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startTestEmulator, type TestEmulator } from '../testing.ts'
import { asinOf } from './catalog/default-catalog.ts'
import { askKeepa } from './testing/ask-keepa.ts'

let keepa: TestEmulator
let key = ''

beforeAll(async () => {
  keepa = await startTestEmulator('keepa')
  key = keepa.env.KEEPA_API_KEY ?? ''
})
beforeEach(() => keepa.control.reset())
afterAll(() => keepa.close())

const ask = (path: string, query: Record<string, string | number>, init: RequestInit = {}) =>
  askKeepa(keepa, path, query, init)
const mug = asinOf('mug', 'Black')
const mugParent = asinOf('mug', 'parent')
const mugInEurope = asinOf('mug', 'Black', 1)
const manyAsins = (count: number) =>
  Array.from({ length: count }, (_, index) => `B0${String(index).padStart(8, '0')}`).join(',')

test.each([
  ['a key that is not 64 characters', { key: 'short', domain: 1, asin: mug }, 402],
  ['Australia', { domain: 13, asin: mug }, 400],
  ['the domain number that was never given away', { domain: 7, asin: mug }, 400],
  ['no domain', { asin: mug }, 400],
  ['neither ASIN nor code', { domain: 1 }, 400],
  ['an ASIN together with a code', { domain: 1, asin: mug, code: '0812345678901' }, 400],
  ['101 ASINs', { domain: 1, asin: manyAsins(101) }, 400],
  ['21 ASINs with offers', { domain: 1, asin: manyAsins(21), offers: 20 }, 400],
  ['an ASIN that cannot be one', { domain: 1, asin: 'B0-1' }, 405],
  ['a code that cannot be one', { domain: 1, code: '12345' }, 405],
  ['fewer than 20 offers', { domain: 1, asin: mug, offers: 5 }, 405],
  ['stats without days', { domain: 1, asin: mug, stats: 'soon' }, 405],
  ['stock without offers', { domain: 1, asin: mug, stock: 1 }, 400],
])('product refuses %s and takes no tokens', async (_, query, status) => {
  const { body, ...answer } = await ask('product', query)
  expect(answer.status).toBe(status)
  expect(body).toMatchObject({ tokensConsumed: 0, error: { type: expect.any(String), message: expect.any(String) } })
})

test('a key whose plan has ended is refused with 402', async () => {
  await keepa.control.seed({ rejected_keys: [key] })
  expect((await ask('token', {})).status).toBe(402)
})

test('an unknown path is 404, a wrong method 405', async () => {
  expect((await ask('finder', {})).status).toBe(404)
  expect((await ask('product', { domain: 1, asin: mug }, { method: 'POST' })).status).toBe(405)
})

test('answers are compressed whatever the caller accepts', async () => {
  const { headers } = await ask('token', {}, { headers: { 'accept-encoding': 'identity' } })
  expect(headers.get('content-encoding')).toBe('gzip')
})

test('a product costs a token, and reading the account costs none', async () => {
  const { body } = await ask('product', { domain: 1, asin: `${mug},${mugParent}` })
  expect(body).toMatchObject({ tokensConsumed: 2, tokensLeft: 1198, refillRate: 20 })
  expect((await ask('token', {})).body).toMatchObject({ tokensConsumed: 0, tokensLeft: 1198 })
})

test('unknown parameters are ignored', async () => {
  expect((await ask('product', { domain: 1, asin: mug, colour: 'yes' })).status).toBe(200)
})

test('the last request may go into debt, and the next is 429 until enough minutes have passed', async () => {
  await keepa.control.seed({ tokens: { left: 1, refill_rate: 5 } })
  const spent = await ask('product', { domain: 1, asin: manyAsins(9) })
  expect(spent.body).toMatchObject({ tokensLeft: -8, tokensConsumed: 9 })
  const refused = await ask('product', { domain: 1, asin: mug })
  expect(refused).toMatchObject({
    status: 429,
    body: { tokensLeft: -8, refillRate: 5, error: { type: 'NOT_ENOUGH_TOKEN' } },
  })
  const { refillIn } = refused.body
  expect(refillIn).toBeGreaterThan(0)
  await keepa.control.advanceClock(refillIn)
  expect((await ask('product', { domain: 1, asin: mug })).status).toBe(429)
  await keepa.control.advanceClock(60_000)
  expect(await ask('product', { domain: 1, asin: mug })).toMatchObject({ status: 200, body: { tokensLeft: 1 } })
})

test('unused tokens expire after an hour', async () => {
  await ask('token', {})
  await keepa.control.advanceClock(10 * 3_600_000)
  expect((await ask('token', {})).body.tokensLeft).toBe(1200)
})

test('two keys have two accounts', async () => {
  await ask('product', { domain: 1, asin: mug })
  expect((await ask('token', { key: 'z'.repeat(64) })).body.tokensLeft).toBe(1200)
})

test('an unknown ASIN and a dead one are products of type 4, not errors', async () => {
  const { status, body } = await ask('product', { domain: 1, asin: `B0ZZZZZZZZ,${asinOf('kettle')}` })
  expect(status).toBe(200)
  for (const product of body.products ?? []) {
    expect(product).toMatchObject({ productType: 4, title: null, brand: null, images: null, csv: null })
  }
})

test('a product that is sold only in the US is unknown in Germany', async () => {
  const asin = asinOf('drill')
  expect((await ask('product', { domain: 1, asin })).body.products?.[0]?.productType).toBe(0)
  expect((await ask('product', { domain: 3, asin })).body.products?.[0]?.productType).toBe(4)
})

test('the same EAN belongs to another ASIN in Germany', async () => {
  const { body } = await ask('product', { domain: 1, asin: mug })
  const code = body.products?.[0]?.eanList?.[0] ?? ''
  const abroad = await ask('product', { domain: 3, code })
  expect(abroad.body.products?.map(({ asin }) => asin)).toEqual([mugInEurope])
  expect(mugInEurope).not.toBe(mug)
})

test('code-limit limits the products of one code', async () => {
  const twin = { title: 'Twin', brand: 'X', category: 'kitchen', ean_list: ['4006381333931'] }
  await keepa.control.seed({
    products: [
      { ...twin, asin: 'B0TWINAAAA' },
      { ...twin, asin: 'B0TWINBBBB' },
    ],
  })
  const all = await ask('product', { domain: 1, code: '4006381333931' })
  expect(all.body).toMatchObject({ tokensConsumed: 2, products: [{ asin: 'B0TWINAAAA' }, { asin: 'B0TWINBBBB' }] })
  expect((await ask('product', { domain: 1, code: '4006381333931', 'code-limit': 1 })).body.products).toHaveLength(1)
})

test('variations are listed on the parent only', async () => {
  const { body } = await ask('product', { domain: 1, asin: `${mugParent},${mug}` })
  const [parent, child] = body.products ?? []
  expect(parent).toMatchObject({ productType: 5, parentAsin: null })
  expect(parent?.variations).toContainEqual({
    asin: mug,
    attributes: [{ dimension: 'Color', value: 'Black' }],
    image: expect.any(String),
  })
  expect(child).toMatchObject({ productType: 0, parentAsin: mugParent, variations: null })
})

test('a product with a hidden price says so', async () => {
  const { body } = await ask('product', { domain: 1, asin: asinOf('speaker') })
  expect(body.products?.[0]).toMatchObject({
    productType: 3,
    newPriceIsMAP: true,
    title: 'Sonavi Pebble Bluetooth Speaker',
  })
})

test('titles keep their HTML entities', async () => {
  const { body } = await ask('product', { domain: 1, asin: asinOf('drill') })
  expect(body.products?.[0]?.title).toContain('Barrow &amp; Finch')
})

test('history is in pairs and triplets of Keepa minutes, -1 without an offer', async () => {
  const { body } = await ask('product', { domain: 1, asin: asinOf('tent'), buybox: 1 })
  const csv = body.products?.[0]?.csv ?? []
  expect(csv).toHaveLength(36)
  const prices = csv[1] ?? []
  expect(prices.length % 2).toBe(0)
  expect(prices.at(-1)).toBe(-1)
  const lastMinute = prices.at(-2) ?? 0
  expect(Math.abs((lastMinute + 21_564_000) * 60_000 - body.timestamp)).toBeLessThan(8 * 86_400_000)
  expect((csv[18] ?? []).length % 3).toBe(0)
  expect(csv[5]).toBeNull()
})

test('history, ratings, buy box and stats are answered only on request', async () => {
  const plain = (await ask('product', { domain: 1, asin: mug })).body.products?.[0]
  expect([plain?.csv?.[16], plain?.csv?.[18], plain?.stats]).toEqual([null, null, undefined])
  const bare = (await ask('product', { domain: 1, asin: mug, history: 0 })).body.products?.[0]
  expect(bare?.csv).toBeNull()
  const { body } = await ask('product', { domain: 1, asin: mug, rating: 1, offers: 20, stats: 30, days: 30 })
  expect(body.tokensConsumed).toBe(7)
  const full = body.products?.[0]
  expect(full?.csv?.[16]?.at(-1)).toBeGreaterThanOrEqual(36)
  expect(full?.stats).toMatchObject({ buyBoxPrice: 2499, current: expect.objectContaining({ 1: 2499 }) })
  expect(full?.offers).toHaveLength(4)
  expect((full?.csv?.[1] ?? []).length).toBeLessThan((plain?.csv?.[1] ?? []).length)
})

test('the buy box price is -2 without an offers request', async () => {
  const { body } = await ask('product', { domain: 1, asin: mug, stats: 30, buybox: 1 })
  expect(body.products?.[0]?.stats).toMatchObject({ buyBoxPrice: -2 })
})

test('images are real PNG files, smaller ones on request, and unknown names are 404', async () => {
  const { body } = await ask('product', { domain: 1, asin: mug })
  const name = body.products?.[0]?.images?.[0]?.l ?? ''
  const width = async (file: string) => {
    const response = await fetch(`${keepa.env.KEEPA_IMAGE_BASE_URL}/${file}`)
    expect(response.headers.get('content-type')).toBe('image/png')
    return Buffer.from(await response.arrayBuffer()).readUInt32BE(16)
  }
  expect(await width(name)).toBe(800)
  expect(await width(name.replace('.png', '._SL160_.png'))).toBe(160)
  expect((await fetch(`${keepa.env.KEEPA_IMAGE_BASE_URL}/71unknownXL.png`)).status).toBe(404)
})
