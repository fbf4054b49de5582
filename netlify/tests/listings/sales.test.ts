import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { listingsContract } from '#core/listings/contract.ts'
import { ebaySettingsContract, pricesContract } from '#core/prices/contract.ts'
import type { TestPerson } from '../../../services/local/testing/create-test-host.ts'
import settings from '../../functions/ebay-settings.ts'
import listingPrice from '../../functions/listing-price.ts'
import listings from '../../functions/listings.ts'
import listingsSync from '../../functions/listings-sync.ts'
import reduce from '../../functions/reduce-prices.ts'
import pricesPreview from '../../functions/reduce-prices-preview.ts'
import { createEbayWorld, type EbayWorld } from '../../testing/ebay-world.ts'

let world: EbayWorld
let ann: TestPerson
beforeAll(async () => {
  world = await createEbayWorld()
  ann = await world.api.person('Ann')
})
afterAll(() => world.close())
beforeEach(async () => {
  await world.reset()
})
afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

const TITLE = 'WH-1000XM4'
const REGULAR = 19_999

async function sync() {
  await world.api.call(listingsSync, listingsContract.sync, { as: ann })
  await world.work()
}
async function find() {
  const { body } = await world.api.call(listings, listingsContract.list, { as: ann, query: { q: TITLE } })
  const [item] = body.items
  if (!item) throw new Error(`no listing ${TITLE}`)
  return item
}
const truth = async () => (await world.truths()).find(({ title }) => title.includes(TITLE))
const preview = async (id: string) =>
  (await world.api.call(pricesPreview, pricesContract.preview, { as: ann, body: { listing_ids: [id] } })).body
const lower = async (id: string) => {
  await world.api.call(reduce, pricesContract.reduce, { as: ann, body: { dry_run: false, listing_ids: [id] } })
  await world.work()
}

/** A listing whose price drop is due. */
async function dueListing() {
  await world.connect(ann)
  await world.work()
  await world.makeDue(ann, await world.strategy(ann), { where: `title like '%${TITLE}%'` })
  return find()
}
async function onSale() {
  const item = await dueListing()
  await world.run('start_sale', { item_id: item.ebay_item_id, price_cents: 15_000, for_s: 3 * 86_400 })
  await sync()
  return find()
}

describe('a sale on eBay', () => {
  test('is read beside the regular price, with its end', async () => {
    const item = await onSale()
    expect(item).toMatchObject({ price_cents: REGULAR, sale_price_cents: 15_000 })
    expect(Date.parse(item.sale_ends_at ?? '')).toBeGreaterThan(Date.now() + 2 * 86_400_000)
  })
  test('keeps its price drops waiting until it ends', async () => {
    const item = await onSale()
    const plan = await preview(item.id)
    expect(plan.changes).toEqual([])
    expect(plan.skipped).toMatchObject([{ reason: 'in_sale', until: expect.stringMatching(/^20/) }])
    expect(Date.parse(plan.skipped[0]?.until ?? '')).toBe(Date.parse(item.sale_ends_at ?? ''))
    await lower(item.id)
    expect((await truth())?.price_cents).toBe(REGULAR)
  })
  test('does not stop price drops when the settings allow them', async () => {
    const item = await onSale()
    const body = { lower_during_sales: true }
    await world.api.call(settings, ebaySettingsContract.update, { as: ann, body })
    expect((await preview(item.id)).counts.changes).toBe(1)
    await lower(item.id)
    expect((await truth())?.price_cents).toBeLessThan(REGULAR)
  })
  test('ends with a price that a person types, and the listing says so after the next sync', async () => {
    const item = await onSale()
    const body = { price_cents: 18_000 }
    const answer = await world.api.call(listingPrice, listingsContract.setPrice, {
      as: ann,
      params: { id: item.id },
      body,
    })
    expect(answer.status).toBe(201)
    await world.work()
    await sync()
    expect(await find()).toMatchObject({ price_cents: 18_000, sale_price_cents: null, sale_ends_at: null })
  })
})

describe('a listing that eBay holds', () => {
  test("says until when in eBay's words, and its price drops resume without a person", async () => {
    const item = await dueListing()
    const message = 'The item has an open best offer.'
    await world.run('refuse', { item_id: item.ebay_item_id, code: '21919028', message })
    await lower(item.id)
    const held = await find()
    expect(held).toMatchObject({
      parked_code: null,
      price_cents: REGULAR,
      held_reason: expect.stringContaining(message),
    })
    expect(Date.parse(held.held_until ?? '')).toBeGreaterThan(Date.now())
    expect((await preview(item.id)).skipped).toMatchObject([{ reason: 'held', until: expect.stringMatching(/^20/) }])

    await world.run('refuse_clear', { item_id: item.ebay_item_id })
    await world.pass(25 * 60)
    expect((await preview(item.id)).counts.changes).toBe(1)
    await sync()
    await lower(item.id)
    expect((await truth())?.price_cents).toBeLessThan(REGULAR)
  })
})
