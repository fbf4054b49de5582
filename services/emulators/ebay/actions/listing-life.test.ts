import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startTestEmulator, type TestEmulator } from '../../testing.ts'
import {
  activeList,
  connect,
  itemOf,
  type Json,
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

const BASE = '/sell/inventory/v1'
const get = (path: string) => rest(ebay, `${BASE}${path}`)
const firstError = ({ status, body }: { status: number; body: Json }) => [status, body.errors?.[0]?.errorId]
const tune = () => truthOf(ebay, 'JBL Tune')
const beats = () => truthOf(ebay, 'Beats Flex')
const activeIds = async (): Promise<string[]> =>
  (await activeList(ebay)).body.ActiveList.ItemArray.Item.map(({ ItemID }: Json) => ItemID)

test('a lost offer is no longer known, and its listing belongs to Trading', async () => {
  const { sku, offer_id, item_id } = await beats()
  expect(await ebay.control.run('lose_offer', { sku })).toEqual({ offer_ids: [offer_id] })
  expect(await reviseByInventory(ebay, offer_id, '30.00')).toEqual([404, 25713])
  expect(firstError(await get(`/offer/${offer_id}`))).toEqual([404, 25713])
  expect(firstError(await get(`/offer?sku=${sku}`))).toEqual([404, 25713])
  expect((await get(`/inventory_item/${sku}`)).status).toBe(200)
  expect(await beats()).toMatchObject({ status: 'active', offer_id: null, kind: 'trading', price_cents: 3999 })
  expect(await reviseByTrading(ebay, item_id, '30.00')).toEqual(['Success'])
  await expect(ebay.control.run('lose_offer', { sku })).rejects.toThrow(/400/)
})

test('a listing that moves to the Inventory API gets an offer, and Trading refuses it', async () => {
  const { item_id } = await tune()
  await ebay.control.run('move_to_inventory', { item_id, sku: 'TUNE-1' })
  expect(await reviseByTrading(ebay, item_id, '30.00')).toEqual(['Failure', '21919474'])
  const [offer] = (await get('/offer?sku=TUNE-1')).body.offers
  expect(offer).toMatchObject({
    status: 'PUBLISHED',
    listing: { listingId: item_id },
    pricingSummary: { price: { value: '34.95' } },
  })
  expect(await reviseByInventory(ebay, offer.offerId, '30.00')).toEqual([200])
  expect(await tune()).toMatchObject({ price_cents: 3000, kind: 'inventory', sku: 'TUNE-1' })
  await expect(ebay.control.run('move_to_inventory', { item_id })).rejects.toThrow(/400/)
})

test('an offer that was lost and comes back has another id', async () => {
  const { sku, offer_id, item_id } = await beats()
  await ebay.control.run('lose_offer', { sku })
  await ebay.control.run('move_to_inventory', { item_id })
  const [offer] = (await get(`/offer?sku=${sku}`)).body.offers
  expect(offer.offerId).not.toBe(offer_id)
  expect(offer.listing.listingId).toBe(item_id)
})

test('a relisted listing has a new number and the old title and SKU', async () => {
  const before = await truthOf(ebay, 'Sony WH-1000XM4')
  await ebay.control.run('end', { item_id: before.item_id })
  const { listing }: Json = await ebay.control.run('relist', { item_id: before.item_id })
  expect(listing).toMatchObject({ title: before.title, sku: before.sku, status: 'active', price_cents: 19999 })
  expect(listing.item_id).not.toBe(before.item_id)
  expect(await activeIds()).toContain(listing.item_id)
  expect(await activeIds()).not.toContain(before.item_id)
  expect((await itemOf(ebay, before.item_id)).SellingStatus.ListingStatus).toBe('Completed')
  expect(await reviseByTrading(ebay, listing.item_id, '150.00')).toEqual(['Success'])
  expect(await reviseByTrading(ebay, before.item_id, '150.00')).toEqual(['Failure', '291'])
})

test('the offer of a relisted listing leads to the new one', async () => {
  const { item_id, offer_id } = await beats()
  await ebay.control.run('end', { item_id })
  const { listing }: Json = await ebay.control.run('relist', { item_id })
  expect((await get(`/offer/${offer_id}`)).body.listing).toMatchObject({
    listingId: listing.item_id,
    listingStatus: 'ACTIVE',
  })
  expect(await reviseByInventory(ebay, offer_id, '30.00')).toEqual([200])
  const { listings }: Json = await ebay.control.run('truth', { item_ids: [item_id, listing.item_id] })
  expect(listings.map(({ price_cents }: Json) => price_cents)).toEqual([3999, 3000])
  await expect(ebay.control.run('unend', { item_id })).rejects.toThrow(/400/)
})

test('an ended listing can come back under its own number, of either kind', async () => {
  const [byTrading, byInventory] = [await tune(), await beats()]
  for (const { item_id } of [byTrading, byInventory]) {
    await ebay.control.run('end', { item_id })
    expect(await activeIds()).not.toContain(item_id)
    await ebay.control.run('unend', { item_id })
    expect(await activeIds()).toContain(item_id)
  }
  expect(await reviseByTrading(ebay, byTrading.item_id, '30.00')).toEqual(['Success'])
  expect(await reviseByInventory(ebay, byInventory.offer_id, '30.00')).toEqual([200])
})

test('only an ended listing is relisted or comes back', async () => {
  const { item_id } = await tune()
  await expect(ebay.control.run('relist', { item_id })).rejects.toThrow(/400/)
  await expect(ebay.control.run('unend', { item_id })).rejects.toThrow(/400/)
})
