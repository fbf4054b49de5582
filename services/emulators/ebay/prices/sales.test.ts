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

const tune = () => truthOf(ebay, 'JBL Tune')
const beats = () => truthOf(ebay, 'Beats Flex')
const pricesOf = ({ StartPrice, SellingStatus }: Json) => [
  StartPrice['#text'],
  SellingStatus.CurrentPrice['#text'],
  SellingStatus.PromotionalSaleDetails?.OriginalPrice['#text'],
]

test('a running sale shows the sale price beside the original one, in both reads', async () => {
  const { item_id } = await tune()
  const started_at = Date.now() - 3_600_000
  const ends_at = started_at + 86_400_000
  await ebay.control.run('start_sale', { item_id, percent_off: 20, started_at, ends_at })
  for (const item of [await itemOf(ebay, item_id), await listedItemOf(ebay, item_id)]) {
    expect(pricesOf(item)).toEqual(['34.95', '27.96', '34.95'])
    expect(item.SellingStatus.PromotionalSaleDetails).toMatchObject({
      StartTime: new Date(started_at).toISOString(),
      EndTime: new Date(ends_at).toISOString(),
    })
  }
  expect(await tune()).toMatchObject({ price_cents: 3495, sale: { price_cents: 2796 } })
})

test('a sale begins and ends by the emulator’s clock', async () => {
  const { item_id } = await tune()
  await ebay.control.run('start_sale', { item_id, price_cents: 3000, started_at: Date.now() + 60_000, for_s: 600 })
  expect(pricesOf(await itemOf(ebay, item_id))).toEqual(['34.95', '34.95', undefined])
  await ebay.control.advanceClock(61_000)
  expect(pricesOf(await itemOf(ebay, item_id))).toEqual(['34.95', '30.00', '34.95'])
  await ebay.control.advanceClock(600_000)
  expect(pricesOf(await itemOf(ebay, item_id))).toEqual(['34.95', '34.95', undefined])
})

test('end_sale ends it at once', async () => {
  const { item_id } = await tune()
  await ebay.control.run('start_sale', { item_id, price_cents: 3000 })
  await ebay.control.run('end_sale', { item_id })
  expect(pricesOf(await itemOf(ebay, item_id))).toEqual(['34.95', '34.95', undefined])
})

test('a revise by Trading ends the sale and sets the new price', async () => {
  const { item_id } = await tune()
  await ebay.control.run('start_sale', { item_id, percent_off: 20 })
  expect(await reviseByTrading(ebay, item_id, '33.00')).toEqual(['Success'])
  expect(pricesOf(await itemOf(ebay, item_id))).toEqual(['33.00', '33.00', undefined])
  expect(await tune()).toMatchObject({ price_cents: 3300, sale: null })
})

test('a revise by the Inventory API ends the sale; its offers show the original price all along', async () => {
  const { item_id, offer_id } = await beats()
  const offerPrice = async () =>
    (await rest(ebay, `/sell/inventory/v1/offer/${offer_id}`)).body.pricingSummary.price.value
  await ebay.control.run('start_sale', { item_id, percent_off: 50 })
  expect([await offerPrice(), ...pricesOf(await itemOf(ebay, item_id))]).toEqual(['39.99', '39.99', '20.00', '39.99'])
  expect(await reviseByInventory(ebay, offer_id, '35.00')).toEqual([200])
  expect([await offerPrice(), ...pricesOf(await itemOf(ebay, item_id))]).toEqual(['35.00', '35.00', '35.00', undefined])
})

test('a change of the quantity leaves the sale alone', async () => {
  const { item_id } = await tune()
  await ebay.control.run('start_sale', { item_id, percent_off: 20 })
  await ebay.control.run('sell', { item_id })
  expect(pricesOf(await itemOf(ebay, item_id))).toEqual(['34.95', '27.96', '34.95'])
})

test('a listing can be seeded in a sale', async () => {
  const listing = { title: 'Seeded in a sale', price_cents: 5000, sale: { percent_off: 10, for_s: 60 } }
  await ebay.control.seed({ listings: [listing] })
  const { item_id } = await truthOf(ebay, 'Seeded in a sale')
  expect(pricesOf(await listedItemOf(ebay, item_id))).toEqual(['50.00', '45.00', '50.00'])
})

test.each([
  ['without a price', {}],
  ['with two prices', { percent_off: 10, price_cents: 100 }],
  ['that costs more', { price_cents: 9999 }],
  ['that ends before it begins', { percent_off: 10, ends_at: 1 }],
])('a sale %s is refused', async (_, sale) => {
  const { item_id } = await tune()
  await expect(ebay.control.run('start_sale', { item_id, ...sale })).rejects.toThrow(/400/)
})
