import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startTestEmulator, type TestEmulator } from '../../testing.ts'
import {
  connect,
  itemOf,
  type Json,
  rest,
  reviseByInventory,
  reviseByTrading,
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

const OFFERS = '/sell/inventory/v1/offer'
const tune = () => truthOf(ebay, 'JBL Tune')
const beats = () => truthOf(ebay, 'Beats Flex')

/** The offer of Beats Flex as `PUT /offer/{id}` wants it, with another price. */
async function putBeats(value: string) {
  const { offer_id } = await beats()
  const { body } = await rest(ebay, `${OFFERS}/${offer_id}`)
  const { offerId: _, sku: __, marketplaceId: ___, format: ____, listing: _____, status: ______, ...whole } = body
  const json = { ...whole, pricingSummary: { price: { value, currency: 'USD' } } }
  const answer = await rest(ebay, `${OFFERS}/${offer_id}`, { method: 'PUT', json })
  return [answer.status, ...(answer.body.errors ?? []).map(({ errorId }: Json) => errorId)]
}

test('Trading refuses a price under 0.99', async () => {
  const { item_id } = await tune()
  expect(await reviseByTrading(ebay, item_id, '0.98')).toEqual(['Failure', '73'])
  expect((await tune()).price_cents).toBe(3495)
  expect(await reviseByTrading(ebay, item_id, '0.99')).toEqual(['Success'])
})

test('the Inventory API refuses a price under 0.99, in bulk, in an offer and in a new offer', async () => {
  const { offer_id, sku } = await beats()
  expect(await reviseByInventory(ebay, offer_id, '0.98')).toEqual([400, 25003])
  expect(await putBeats('0.98')).toEqual([400, 25003])
  expect((await beats()).price_cents).toBe(3999)
  const pricingSummary = { price: { value: '0.98', currency: 'CAD' } }
  const json = { sku, marketplaceId: 'EBAY_CA', format: 'FIXED_PRICE', pricingSummary }
  const created = await rest(ebay, OFFERS, { json })
  expect([created.status, created.body.errors[0].errorId]).toEqual([400, 25003])
  expect(await reviseByInventory(ebay, offer_id, '0.99')).toEqual([200])
})

test('open best offers hold the price until they are resolved', async () => {
  const [byTrading, byInventory] = [await tune(), await beats()]
  for (const { item_id } of [byTrading, byInventory]) await ebay.control.run('edit', { item_id, best_offers_open: 2 })
  expect((await itemOf(ebay, byTrading.item_id)).BestOfferDetails.BestOfferCount).toBe('2')
  expect(await reviseByTrading(ebay, byTrading.item_id, '30.00')).toEqual(['Failure', '21919028'])
  expect(await reviseByInventory(ebay, byInventory.offer_id, '30.00')).toEqual([400, 25038])
  expect(await putBeats('30.00')).toEqual([400, 25038])
  expect([(await tune()).price_cents, (await beats()).price_cents]).toEqual([3495, 3999])
  for (const { item_id } of [byTrading, byInventory]) await ebay.control.run('edit', { item_id, best_offers_open: 0 })
  expect(await reviseByTrading(ebay, byTrading.item_id, '30.00')).toEqual(['Success'])
  expect(await reviseByInventory(ebay, byInventory.offer_id, '30.00')).toEqual([200])
})

test('best offers hold the price alone: the quantity and an equal price pass', async () => {
  const { item_id } = await tune()
  await ebay.control.run('edit', { item_id, best_offers_open: 1 })
  const content = `<InventoryStatus><ItemID>${item_id}</ItemID><Quantity>3</Quantity></InventoryStatus>`
  expect((await trading(ebay, 'ReviseInventoryStatus', content)).body.Ack).toBe('Success')
  await ebay.control.run('edit', { item_id: (await beats()).item_id, best_offers_open: 1 })
  expect(await putBeats('39.99')).toEqual([200])
})

test('a listing that ends within twelve hours keeps its price, and then it ends', async () => {
  const [byTrading, byInventory] = [await tune(), await beats()]
  for (const { item_id } of [byTrading, byInventory]) await ebay.control.run('edit', { item_id, ends_in_s: 13 * 3600 })
  expect(await reviseByTrading(ebay, byTrading.item_id, '34.00')).toEqual(['Success'])
  await ebay.control.advanceClock(3_600_001)
  await connect(ebay)
  expect(await reviseByTrading(ebay, byTrading.item_id, '33.00')).toEqual(['Failure', '21919028'])
  expect(await reviseByInventory(ebay, byInventory.offer_id, '33.00')).toEqual([400, 25038])
  await ebay.control.run('edit', { item_id: byInventory.item_id, best_offers_open: 1 })
  expect(await reviseByInventory(ebay, byInventory.offer_id, '33.00')).toEqual([400, 25040])
  await ebay.control.advanceClock(12 * 3_600_000)
  await connect(ebay)
  expect((await itemOf(ebay, byTrading.item_id)).SellingStatus.ListingStatus).toBe('Completed')
  expect(await reviseByTrading(ebay, byTrading.item_id, '33.00')).toEqual(['Failure', '291'])
})

test('a seller at the selling limit revises no price, and nothing is done', async () => {
  await ebay.control.run('edit_seller', { selling_limit_reached: true })
  const [byTrading, byInventory] = [await tune(), await beats()]
  const changes = [byTrading.item_id, (await truthOf(ebay, 'Stanley')).item_id].map(
    (id) => `<InventoryStatus><ItemID>${id}</ItemID><StartPrice>20.00</StartPrice></InventoryStatus>`,
  )
  const { body } = await trading(ebay, 'ReviseInventoryStatus', changes.join(''))
  expect([body.Ack, body.Errors.map(({ ErrorCode }: Json) => ErrorCode)]).toEqual(['Failure', ['21919188']])
  expect(JSON.stringify(body.Errors)).not.toContain(byTrading.item_id)
  expect(await reviseByInventory(ebay, byInventory.offer_id, '30.00')).toEqual([400, 25026])
  expect([(await tune()).price_cents, (await beats()).price_cents]).toEqual([3495, 3999])
  expect((await tune()).revisions_today).toBe(0)
  await ebay.control.run('edit_seller', { selling_limit_reached: false })
  expect(await reviseByTrading(ebay, byTrading.item_id, '30.00')).toEqual(['Success'])
})

test('the selling limit of one seller is not that of another', async () => {
  const seller = { user_id: 'kT4wq9LsQxR', username: 'sams_second_shelf', selling_limit_reached: true }
  await ebay.control.seed({ sellers: [seller] })
  expect(await reviseByTrading(ebay, (await tune()).item_id, '30.00')).toEqual(['Success'])
})

test('any other refusal is told in its own code and words until it is cleared', async () => {
  const [byTrading, byInventory] = [await tune(), await beats()]
  const words = { code: '21919456', message: 'Your account is under review.' }
  await ebay.control.run('refuse', { item_id: byTrading.item_id, ...words, until_cleared: true })
  for (const price of ['30.00', '29.00'])
    expect(await reviseByTrading(ebay, byTrading.item_id, price)).toEqual(['Failure', '21919456'])
  await ebay.control.run('refuse', { item_id: byInventory.item_id, code: 25097, message: 'On hold.' })
  const answer = await rest(ebay, '/sell/inventory/v1/bulk_update_price_quantity', {
    json: {
      requests: [{ offers: [{ offerId: byInventory.offer_id, price: { value: '30.00', currency: 'USD' } }] }],
    },
  })
  expect(answer.body.responses[0].errors[0]).toMatchObject({ errorId: 25097, message: 'On hold.' })
  await ebay.control.run('refuse_clear', { item_id: byTrading.item_id })
  expect(await reviseByTrading(ebay, byTrading.item_id, '30.00')).toEqual(['Success'])
  expect(await reviseByInventory(ebay, byInventory.offer_id, '30.00')).toEqual([400, 25097])
  await ebay.control.run('refuse_clear', {})
  expect(await reviseByInventory(ebay, byInventory.offer_id, '30.00')).toEqual([200])
})

test('a refusal can be about the next price revision only', async () => {
  const { item_id } = await tune()
  await ebay.control.run('refuse', { item_id, code: '240', message: 'Not now.', until_cleared: false })
  expect(await reviseByTrading(ebay, item_id, '30.00')).toEqual(['Failure', '240'])
  expect(await reviseByTrading(ebay, item_id, '30.00')).toEqual(['Success'])
})
