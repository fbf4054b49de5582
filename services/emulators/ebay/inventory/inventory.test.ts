import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startTestEmulator, type TestEmulator } from '../../testing.ts'
import { connect, DANA, type Json, rest, truthOf } from '../testing/shop.ts'

let ebay: TestEmulator
beforeAll(async () => {
  ebay = await startTestEmulator('ebay')
})
beforeEach(async () => {
  await ebay.control.reset()
  await connect(ebay)
})
afterAll(() => ebay.close())

const BASE = '/sell/inventory/v1'
const get = (path: string, init = {}) => rest(ebay, `${BASE}${path}`, init)
const usd = (value: string) => ({ value, currency: 'USD' })
const setPrices = (offers: object[], more = {}) =>
  rest(ebay, `${BASE}/bulk_update_price_quantity`, { json: { requests: [{ offers, ...more }] } })
const beats = () => truthOf(ebay, 'Beats Flex')
const firstError = ({ status, body }: { status: number; body: Json }) => [status, body.errors?.[0]?.errorId]

test('items come page by page; offset is the number of the page', async () => {
  const first = (await get('/inventory_item?limit=20')).body
  expect(first).toMatchObject({ total: 23, limit: 20, size: 2, next: `${BASE}/inventory_item?limit=20&offset=1` })
  const second = (await get('/inventory_item?limit=20&offset=1')).body
  expect(second.inventoryItems).toHaveLength(3)
  expect(second.next).toBeUndefined()
  const skus = [...first.inventoryItems, ...second.inventoryItems].map((item: Json) => item.sku)
  expect(new Set(skus).size).toBe(23)
  expect(skus).toContain('0012345')
})

test.each(['limit=0', 'limit=201', 'limit=ten', 'offset=-1'])('a page of %s is refused', async (query) => {
  expect(firstError(await get(`/inventory_item?${query}`))).toEqual([400, 25706])
})

test.each([
  ['without a token', { headers: { authorization: '' } }, 401, 1002],
  ['with an unknown token', { token: 'nobody' }, 401, 1001],
  ['in any language', { headers: { 'accept-language': '*' } }, 400, 25709],
  ['in a language that is no marketplace’s', { headers: { 'accept-language': 'en' } }, 400, 25709],
])('reading %s is refused', async (_, init, status, errorId) => {
  expect(firstError(await get('/inventory_item', init))).toEqual([status, errorId])
})

test('what the token may not do is refused', async () => {
  const scope = ['https://api.ebay.com/oauth/api_scope/sell.inventory.readonly']
  await ebay.control.seed({ connections: [{ access_token: 'reader', scope }] })
  expect((await get('/inventory_item', { token: 'reader' })).status).toBe(200)
  const json = { requests: [{ offers: [{ offerId: '1', price: usd('1.00') }] }] }
  const write = await rest(ebay, `${BASE}/bulk_update_price_quantity`, { token: 'reader', json })
  expect(firstError(write)).toEqual([403, 1100])
})

test('a seller sees nothing of another', async () => {
  const { offer_id, sku } = await beats()
  expect(firstError(await get(`/offer/${offer_id}`, { token: 'sam' }))).toEqual([404, 25713])
  expect(firstError(await get(`/inventory_item/${sku}`, { token: 'sam' }))).toEqual([404, 25710])
})

test('several items are asked for at once, each with its own answer', async () => {
  const { sku } = await beats()
  const { status, body } = await rest(ebay, `${BASE}/bulk_get_inventory_item`, {
    json: { requests: [{ sku }, { sku: 'NOT-THERE' }] },
  })
  expect([status, body.responses.map((one: Json) => one.statusCode)]).toEqual([207, [200, 404]])
  const many = Array.from({ length: 26 }, (_, index) => ({ sku: `S${index}` }))
  expect(firstError(await rest(ebay, `${BASE}/bulk_get_inventory_item`, { json: { requests: many } }))).toEqual([
    400, 25727,
  ])
})

test('offers are found by SKU, and only by SKU', async () => {
  const { sku, item_id, offer_id } = await beats()
  const { body } = await get(`/offer?sku=${sku}`)
  expect(body).toMatchObject({ total: 1, offers: [{ offerId: offer_id, status: 'PUBLISHED' }] })
  expect(body.offers[0]).toMatchObject({
    pricingSummary: { price: usd('39.99') },
    listing: { listingId: item_id, listingStatus: 'ACTIVE' },
  })
  expect(firstError(await get('/offer'))).toEqual([400, 25707])
  expect(firstError(await get('/offer?sku=NOT-THERE'))).toEqual([404, 25713])
})

test('a price alone is set and leaves the quantity', async () => {
  const { offer_id, item_id, quantity_available } = await beats()
  const answer = await setPrices([{ offerId: offer_id, price: usd('35.00') }])
  expect(answer).toMatchObject({
    status: 200,
    body: { responses: [{ offerId: offer_id, statusCode: 200, errors: [] }] },
  })
  expect((await get(`/offer/${offer_id}`)).body.pricingSummary.price).toEqual(usd('35.00'))
  expect(await beats()).toMatchObject({ price_cents: 3500, quantity_available, revisions_today: 1 })
  expect(await ebay.control.run('revisions', { item_id })).toMatchObject({
    revisions: [{ through: 'inventory', old_price_cents: 3999, new_price_cents: 3500 }],
  })
})

test.each([
  ['of no amount', { value: '35,00', currency: 'USD' }, 25003],
  ['of nothing', usd('0.00'), 25003],
  ['with three decimals', usd('35.005'), 25003],
  ['in another currency', { value: '35.00', currency: 'EUR' }, 25003],
])('a price %s is refused for that offer', async (_, price, errorId) => {
  const { offer_id } = await beats()
  const { status, body } = await setPrices([{ offerId: offer_id, price }])
  expect([status, body.responses[0].statusCode, body.responses[0].errors[0].errorId]).toEqual([207, 400, errorId])
  expect((await beats()).price_cents).toBe(3999)
})

test('money is text, and fields nobody knows are refused', async () => {
  const { offer_id } = await beats()
  expect(firstError(await setPrices([{ offerId: offer_id, price: { value: 35, currency: 'USD' } }]))).toEqual([
    400, 2004,
  ])
  expect(firstError(await setPrices([{ offerId: offer_id, amount: '35.00' }]))).toEqual([400, 2004])
})

test.each([
  ['without its language', { 'content-language': '' }, 400, 25709],
  ['that is not called JSON', { 'content-type': 'text/plain' }, 415, 2003],
])('a write %s is refused', async (_, headers, status, errorId) => {
  const { offer_id } = await beats()
  const json = { requests: [{ offers: [{ offerId: offer_id, price: usd('35.00') }] }] }
  expect(firstError(await rest(ebay, `${BASE}/bulk_update_price_quantity`, { json, headers }))).toEqual([
    status,
    errorId,
  ])
})

test('the same offer twice, too many offers and several SKUs are refused as a whole', async () => {
  const { offer_id } = await beats()
  const other = await truthOf(ebay, 'JBL Live')
  const change = (offerId: string) => ({ offerId, price: usd('30.00') })
  expect(firstError(await setPrices([change(offer_id), change(offer_id)]))).toEqual([400, 25002])
  const many = Array.from({ length: 26 }, (_, index) => change(String(index)))
  expect(firstError(await setPrices(many))).toEqual([400, 25709])
  expect(firstError(await setPrices([change(offer_id), change(other.offer_id)]))).toEqual([400, 25002])
  await ebay.control.seed({ max_skus_per_call: 25 })
  const json = { requests: [{ offers: [change(offer_id)] }, { offers: [change(other.offer_id), change('999')] }] }
  const { status, body } = await rest(ebay, `${BASE}/bulk_update_price_quantity`, { json })
  expect([status, body.responses.map((one: Json) => one.statusCode)]).toEqual([207, [200, 200, 404]])
})

test('an ended listing cannot be revised', async () => {
  const { offer_id, item_id } = await beats()
  await ebay.control.run('end', { item_id })
  expect((await get(`/offer/${offer_id}`)).body.listing.listingStatus).toBe('ENDED')
  const { body } = await setPrices([{ offerId: offer_id, price: usd('35.00') }])
  expect(body.responses[0]).toMatchObject({ statusCode: 400, errors: [{ errorId: 25019 }] })
})

test('the 251st revision of a day is refused, and the next day begins anew', async () => {
  const { offer_id, item_id } = await beats()
  await ebay.control.run('edit', { item_id, revisions_today: 249 })
  const statusOf = async (price: string) =>
    (await setPrices([{ offerId: offer_id, price: usd(price) }])).body.responses[0].statusCode
  expect([await statusOf('38.00'), await statusOf('37.00')]).toEqual([200, 400])
  await ebay.control.advanceClock(86_400_000)
  await connect(ebay)
  expect(await statusOf('36.00')).toBe(200)
})

test('an offer is replaced as a whole: a published one cannot lose what it needs', async () => {
  const { offer_id } = await beats()
  const { body: offer } = await get(`/offer/${offer_id}`)
  const { offerId: _, sku: __, marketplaceId: ___, format: ____, listing: _____, status: ______, ...whole } = offer
  const put = (json: object) => rest(ebay, `${BASE}/offer/${offer_id}`, { method: 'PUT', json })
  expect(firstError(await put({ pricingSummary: { price: usd('33.00') } }))).toEqual([400, 25002])
  expect((await put({ ...whole, pricingSummary: { price: usd('33.00') } })).status).toBe(200)
  expect((await beats()).price_cents).toBe(3300)
})

test('calls over the limit of the day are refused', async () => {
  await ebay.control.seed({ limits: { inventory_per_day: 2 } })
  await get('/inventory_item')
  await get('/inventory_item')
  expect(firstError(await get('/inventory_item'))).toEqual([429, 2001])
  await ebay.control.advanceClock(86_400_000)
  await connect(ebay)
  expect((await get('/inventory_item')).status).toBe(200)
})

test('what is sold is gone from the stock, and eBay says so', async () => {
  const { offer_id, item_id, quantity_available, quantity_sold } = await beats()
  await ebay.control.run('sell', { item_id, quantity: quantity_available })
  expect((await get(`/offer/${offer_id}`)).body).toMatchObject({
    availableQuantity: 0,
    listing: { listingStatus: 'OUT_OF_STOCK', soldQuantity: quantity_sold + quantity_available },
  })
  await expect(ebay.control.run('sell', { item_id })).rejects.toThrow(/400/)
})

test('twenty thousand listings are seeded, half of each kind', async () => {
  await ebay.control.seed({ catalog: 'empty', generate: { count: 20_000 } })
  expect((await get('/inventory_item?limit=200&offset=49')).body).toMatchObject({ total: 10_000, size: 50 })
  const { listings }: Json = await ebay.control.run('truth', { seller_id: DANA })
  expect(listings).toHaveLength(20_000)
})
