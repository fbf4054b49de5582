import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startTestEmulator, type TestEmulator } from '../testing.ts'
import { connect, rest, status, trading, truthOf } from './testing/shop.ts'

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
const failNext = (kind: string, more = {}) => ebay.control.run('fail_next', { kind, ...more })
const tune = () => truthOf(ebay, 'JBL Tune')
const beats = () => truthOf(ebay, 'Beats Flex')
const reviseTune = async (price: string) =>
  trading(ebay, 'ReviseInventoryStatus', status((await tune()).item_id, price))
const setBeats = async (value: string) => {
  const offers = [{ offerId: (await beats()).offer_id, price: { value, currency: 'USD' } }]
  return rest(ebay, `${BASE}/bulk_update_price_quantity`, { json: { requests: [{ offers }] } })
}

test('a connection cut before: nothing happened', async () => {
  await failNext('drop_before', { call: 'ReviseInventoryStatus' })
  await expect(reviseTune('30.00')).rejects.toThrow()
  expect((await tune()).price_cents).toBe(3495)
})

test('a connection cut after: it happened, and only the answer is lost', async () => {
  await failNext('drop_after', { call: 'bulkUpdatePriceQuantity' })
  await expect(setBeats('30.00')).rejects.toThrow()
  expect((await beats()).price_cents).toBe(3000)
  expect((await setBeats('29.00')).status).toBe(200)
})

test('eBay’s own failure, in the words of each API', async () => {
  await failNext('system_error')
  const { status: httpStatus, body } = await reviseTune('30.00')
  expect([httpStatus, body.Ack, body.Errors[0]]).toMatchObject([
    200,
    'Failure',
    { ErrorCode: '10007', ErrorClassification: 'SystemError' },
  ])
  await failNext('internal_error')
  expect(await setBeats('30.00')).toMatchObject({ status: 500, body: { errors: [{ errorId: 25001 }] } })
  expect([(await tune()).price_cents, (await beats()).price_cents]).toEqual([3495, 3999])
})

test('too many requests, with and without how long to wait', async () => {
  await ebay.control.run('plan', { retry_after_s: 7 })
  await failNext('too_many_requests')
  await failNext('too_many_requests_with_wait')
  const [first, second] = [await setBeats('30.00'), await setBeats('30.00')]
  expect([first.status, first.headers.get('retry-after')]).toEqual([429, null])
  expect([second.status, second.headers.get('retry-after')]).toEqual([429, '7'])
})

test('a stale read shows the price from before, once', async () => {
  const { item_id } = await tune()
  const { offer_id } = await beats()
  await reviseTune('30.00')
  await setBeats('30.00')
  const offerPrice = async () => (await rest(ebay, `${BASE}/offer/${offer_id}`)).body.pricingSummary.price.value
  const itemPrice = async () =>
    (await trading(ebay, 'GetItem', `<ItemID>${item_id}</ItemID>`)).body.Item[0].SellingStatus.CurrentPrice['#text']
  await failNext('stale_read', { call: 'getOffer' })
  await failNext('stale_read', { call: 'GetItem' })
  expect([await offerPrice(), await offerPrice()]).toEqual(['39.99', '30.00'])
  expect([await itemPrice(), await itemPrice()]).toEqual(['34.95', '30.00'])
})

test('a fault can be about one listing, and later than the first call', async () => {
  const { item_id } = await tune()
  await failNext('internal_error', { about: item_id, skip: 1 })
  expect((await setBeats('30.00')).status).toBe(200)
  expect((await reviseTune('30.00')).status).toBe(200)
  expect((await trading(ebay, 'GetItem', `<ItemID>${item_id}</ItemID>`)).status).toBe(500)
})

test('the same seed throws the same dice', async () => {
  const series = async () => {
    await ebay.control.run('plan', { chances: { internal_error: 0.3, too_many_requests: 0.2 }, seed: 7 })
    const statuses: number[] = []
    for (let call = 0; call < 40; call += 1) statuses.push((await rest(ebay, `${BASE}/inventory_item?limit=1`)).status)
    return statuses
  }
  const first = await series()
  expect(await series()).toEqual(first)
  expect(new Set(first)).toEqual(new Set([200, 429, 500]))
})

test('the dice are thrown for the calls that are named, and for nothing after {}', async () => {
  await ebay.control.run('plan', { chances: { internal_error: 1 }, calls: ['getOffers'] })
  expect((await rest(ebay, `${BASE}/inventory_item`)).status).toBe(200)
  expect((await rest(ebay, `${BASE}/offer?sku=0012345`)).status).toBe(500)
  await ebay.control.run('plan', {})
  expect((await rest(ebay, `${BASE}/offer?sku=0012345`)).status).toBe(200)
})

test('what the analytics call says can be made wrong', async () => {
  const remaining = async (name: string) =>
    (await rest(ebay, `/developer/analytics/v1_beta/user_rate_limit/?api_name=${name}`)).body.rateLimits[0].resources[0]
      .rates[0]
  await rest(ebay, `${BASE}/inventory_item`)
  expect(await remaining('inventory')).toMatchObject({ limit: 2_000_000, remaining: 1_999_999, timeWindow: 86_400 })
  await ebay.control.seed({ shown_remaining: 3 })
  expect(await remaining('tradingapi')).toMatchObject({ limit: 100_000, remaining: 3 })
  expect((await rest(ebay, '/developer/analytics/v1_beta/user_rate_limit/?api_name=browse')).status).toBe(204)
})

test('a rule of the control plane can name a call by its header and its body', async () => {
  const { item_id } = await tune()
  await ebay.control.addFault({
    match: { headers: { 'x-ebay-api-call-name': 'ReviseInventoryStatus' }, body_includes: item_id },
    skip: 1,
    times: 1,
    status: 503,
  })
  expect((await reviseTune('30.00')).status).toBe(200)
  expect((await trading(ebay, 'GetItem', `<ItemID>${item_id}</ItemID>`)).status).toBe(200)
  expect((await reviseTune('29.00')).status).toBe(503)
})
