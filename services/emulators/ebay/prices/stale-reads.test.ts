import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startTestEmulator, type TestEmulator } from '../../testing.ts'
import {
  connect,
  itemOf,
  type Json,
  listedItemOf,
  rest,
  reviseByInventory,
  reviseByTrading,
  status,
  trading,
  truthOf,
} from '../testing/shop.ts'

let ebay: TestEmulator
beforeAll(async () => {
  ebay = await startTestEmulator('ebay')
})
beforeEach(async () => {
  await ebay.control.reset()
  await connect(ebay)
})
afterAll(() => ebay.close())

const QUARTER_S = 900
const tune = () => truthOf(ebay, 'JBL Tune')
const beats = () => truthOf(ebay, 'Beats Flex')
/** What every read of a listing shows: `GetItem`, the list, the offers of its SKU, the offer. */
async function shown({ item_id, offer_id, sku }: { item_id: string; offer_id: string | null; sku: string | null }) {
  const items = [await itemOf(ebay, item_id), await listedItemOf(ebay, item_id)]
  const prices = items.map(({ SellingStatus }) => SellingStatus.CurrentPrice['#text'])
  if (offer_id === null) return prices
  const offers = (await rest(ebay, `/sell/inventory/v1/offer?sku=${sku}`)).body.offers
  const offer = (await rest(ebay, `/sell/inventory/v1/offer/${offer_id}`)).body
  return [...prices, ...[offers[0], offer].map(({ pricingSummary }) => pricingSummary.price.value)]
}

test('reads stay stale for a time after each change, although the write succeeded', async () => {
  const [byTrading, byInventory] = [await tune(), await beats()]
  await ebay.control.run('plan', { stale_for_s: QUARTER_S })
  expect(await reviseByTrading(ebay, byTrading.item_id, '30.00')).toEqual(['Success'])
  expect(await reviseByInventory(ebay, byInventory.offer_id, '30.00')).toEqual([200])
  expect((await tune()).price_cents).toBe(3000)
  expect(await shown(byTrading)).toEqual(['34.95', '34.95'])
  expect(await shown(byInventory)).toEqual(['39.99', '39.99', '39.99', '39.99'])
  await ebay.control.advanceClock(QUARTER_S * 1000)
  expect(await shown(byTrading)).toEqual(['30.00', '30.00'])
  expect(await shown(byInventory)).toEqual(['30.00', '30.00', '30.00', '30.00'])
})

test('a second change prolongs the stale time, and reads keep showing what they showed', async () => {
  const listing = await tune()
  await ebay.control.run('go_stale', { for_s: QUARTER_S })
  await reviseByTrading(ebay, listing.item_id, '30.00')
  await ebay.control.advanceClock(600_000)
  await reviseByTrading(ebay, listing.item_id, '29.00')
  await ebay.control.advanceClock(600_000)
  expect(await shown(listing)).toEqual(['34.95', '34.95'])
  await ebay.control.advanceClock(300_000)
  expect(await shown(listing)).toEqual(['29.00', '29.00'])
})

test('one listing can be stale alone', async () => {
  const [stale, fresh] = [await tune(), await beats()]
  await ebay.control.run('go_stale', { item_id: stale.item_id, for_s: QUARTER_S })
  await reviseByTrading(ebay, stale.item_id, '30.00')
  await reviseByInventory(ebay, fresh.offer_id, '30.00')
  expect(await shown(stale)).toEqual(['34.95', '34.95'])
  expect(await shown(fresh)).toEqual(['30.00', '30.00', '30.00', '30.00'])
})

test('the stale price can be chosen', async () => {
  const listing = await tune()
  await ebay.control.run('go_stale', { item_id: listing.item_id, for_s: QUARTER_S, price_cents: 4242 })
  expect(await shown(listing)).toEqual(['42.42', '42.42'])
  await reviseByTrading(ebay, listing.item_id, '30.00')
  expect(await shown(listing)).toEqual(['42.42', '42.42'])
  await expect(ebay.control.run('go_stale', { for_s: 1, price_cents: 4242 })).rejects.toThrow(/400/)
})

test.each([
  ['go_stale', { for_s: 0 }],
  ['plan', {}],
])('%s %o brings the truth back at once', async (action, input) => {
  const listing = await tune()
  await ebay.control.run('go_stale', { for_s: QUARTER_S })
  await reviseByTrading(ebay, listing.item_id, '30.00')
  await ebay.control.run(action, input)
  expect(await shown(listing)).toEqual(['30.00', '30.00'])
})

test('a variation keeps its old price too', async () => {
  const { item_id } = await truthOf(ebay, 'Comfort Colors')
  const prices = async () =>
    (await itemOf(ebay, item_id)).Variations.Variation.map(({ StartPrice }: Json) => StartPrice['#text'])
  await ebay.control.run('go_stale', { for_s: QUARTER_S })
  await trading(ebay, 'ReviseInventoryStatus', status(item_id, '15.00', '<SKU>CC-TEE-M</SKU>'))
  expect(await prices()).toEqual(['19.99', '20.99', '21.99'])
  await ebay.control.advanceClock(QUARTER_S * 1000)
  expect(await prices()).toEqual(['15.00', '20.99', '21.99'])
})

test('a sale that a revise ended stays in view while reads are stale', async () => {
  const { item_id } = await tune()
  await ebay.control.run('start_sale', { item_id, percent_off: 20 })
  await ebay.control.run('go_stale', { for_s: QUARTER_S })
  await reviseByTrading(ebay, item_id, '30.00')
  const { SellingStatus } = await itemOf(ebay, item_id)
  expect(SellingStatus).toMatchObject({
    CurrentPrice: { '#text': '27.96' },
    PromotionalSaleDetails: { OriginalPrice: { '#text': '34.95' } },
  })
})
