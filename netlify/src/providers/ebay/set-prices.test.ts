import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { ebayFailure, startEbaySeller, type Truth } from '../../../testing/ebay-seller.ts'
import type { EbaySeller } from './index.ts'

let world: Awaited<ReturnType<typeof startEbaySeller>>
let seller: EbaySeller

beforeAll(async () => {
  world = await startEbaySeller()
})
beforeEach(async () => {
  await world.reset()
  seller = world.seller()
  return () => vi.unstubAllEnvs()
})
afterAll(() => world.emulator.close())

const run = (action: string, input: object) => world.run(action, input)
const truth = (words: string) => world.truth(words)
const failNext = (kind: string, call: string, more?: object) => world.failNext(kind, call, more)
const asked = (words: string) => world.asked(words)
const priced = ({ item_id }: Truth, price_cents: number) => ({ ebay_item_id: item_id, price_cents, currency: 'USD' })
const offered = ({ offer_id, sku }: Truth, price_cents: number) => ({
  offer_id: offer_id ?? '',
  sku: sku ?? '',
  price_cents,
  currency: 'USD',
})

const ACCEPTED = { outcome: 'accepted', code: null, message: null, refusal: null }

describe('prices by Trading', () => {
  test('of four listings in one call: the price and nothing else', async () => {
    const listings = await Promise.all(['Sony WH', 'Contigo', 'Stanley', 'Ninja'].map(truth))
    const answers = await seller.setTradingPrices(listings.map((listing) => priced(listing, listing.price_cents - 101)))
    expect([...answers.values()]).toEqual(listings.map(() => ACCEPTED))
    for (const before of listings) {
      expect(await truth(before.title)).toMatchObject({
        price_cents: before.price_cents - 101,
        quantity_available: before.quantity_available,
      })
    }
    expect(await asked('ReviseInventoryStatus')).toBe(1)
  })

  test('each listing has an answer of its own', async () => {
    const [good, managed, ended, auction] = await Promise.all(
      ['Ninja', 'Orchid', 'Ended: Philips', 'Auction:'].map(truth),
    )
    if (!good || !managed || !ended || !auction) throw new Error('not seeded')
    const answers = await seller.setTradingPrices([good, managed, ended, auction].map((one) => priced(one, 10_00)))
    expect(answers.get(good.item_id)).toEqual(ACCEPTED)
    expect(answers.get(managed.item_id)).toMatchObject({ code: '21919474', refusal: { isMisrouted: true } })
    expect(answers.get(ended.item_id)).toMatchObject({
      outcome: 'refused',
      code: '291',
      message: /not allowed to revise/,
    })
    expect(answers.get(auction.item_id)).toMatchObject({ outcome: 'refused', refusal: { duration: 'good' } })
  })

  test('revisions used up for today pass', async () => {
    const ninja = await truth('Ninja')
    await run('edit', { item_id: ninja.item_id, revisions_today: 250 })
    const answers = await seller.setTradingPrices([priced(ninja, 10_00)])
    expect(answers.get(ninja.item_id)?.refusal).toEqual({ scope: 'listing', duration: 'day' })
  })

  test('an answer that is lost is not asked for again: it may have been done', async () => {
    const ninja = await truth('Ninja')
    await failNext('drop_after', 'ReviseInventoryStatus')
    expect(await ebayFailure(seller.setTradingPrices([priced(ninja, 80_00)]))).toMatchObject({ outcome: 'try_later' })
    expect((await truth('Ninja')).price_cents).toBe(80_00)
    expect(await asked('ReviseInventoryStatus')).toBe(1)
  })

  test('a call eBay failed says so for each listing', async () => {
    const [a, b] = await Promise.all(['Ninja', 'Vitamix'].map(truth))
    if (!a || !b) throw new Error('not seeded')
    await failNext('system_error', 'ReviseInventoryStatus')
    const answers = await seller.setTradingPrices([priced(a, 10_00), priced(b, 10_00)])
    expect([...answers.values()].map(({ code, refusal }) => [code, refusal?.mayBeDone])).toEqual([
      ['10007', true],
      ['10007', true],
    ])
  })

  test('more than four, or one twice, never leave', async () => {
    const change = { ebay_item_id: '1', price_cents: 100, currency: 'USD' }
    await expect(seller.setTradingPrices([change, change])).rejects.toThrow(RangeError)
    await expect(seller.setTradingPrices([])).rejects.toThrow(RangeError)
    const five = ['1', '2', '3', '4', '5'].map((ebay_item_id) => ({ ...change, ebay_item_id }))
    await expect(seller.setTradingPrices(five)).rejects.toThrow(RangeError)
  })
})

describe('prices by the Inventory API', () => {
  test('the price and nothing else: a sold-out item stays sold out', async () => {
    const soldOut = await truth('Sold out: Nespresso')
    const answers = await seller.setOfferPrices([offered(soldOut, 90_00)])
    expect(answers.get(soldOut.offer_id ?? '')).toEqual(ACCEPTED)
    expect(await truth('Sold out: Nespresso')).toMatchObject({ price_cents: 90_00, quantity_available: 0 })
    expect(await asked('quantity":')).toBe(0)
  })

  test('of several SKUs only where eBay takes them; refused as a whole, nothing is done', async () => {
    const [a, b] = await Promise.all(['Orchid', 'X-Wing'].map(truth))
    if (!a || !b) throw new Error('not seeded')
    const changes = [offered(a, 40_00), offered(b, 30_00)]
    expect(await ebayFailure(seller.setOfferPrices(changes))).toMatchObject({ outcome: 'rejected', code: 'ebay_25002' })
    expect((await truth('Orchid')).price_cents).toBe(a.price_cents)
    await world.emulator.control.seed({ max_skus_per_call: 25 })
    const answers = await seller.setOfferPrices(changes)
    expect([...answers.values()].map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted'])
    expect((await truth('X-Wing')).price_cents).toBe(30_00)
  })

  test('a bad one among good ones has its own answer', async () => {
    await world.emulator.control.seed({ max_skus_per_call: 25 })
    const orchid = await truth('Orchid')
    const gone = { offer_id: '999999999', sku: 'GONE', price_cents: 10_00, currency: 'USD' }
    const wrong = { ...offered(await truth('X-Wing'), 10_00), currency: 'EUR' }
    const answers = await seller.setOfferPrices([offered(orchid, 40_00), gone, wrong])
    expect(answers.get(orchid.offer_id ?? '')?.outcome).toBe('accepted')
    expect(answers.get('999999999')).toMatchObject({ outcome: 'refused', code: '25713' })
    expect(answers.get(wrong.offer_id)).toMatchObject({ outcome: 'refused', code: '25003' })
  })

  test.each([
    ['the answer is lost after it was done', 'drop_after', 40_00],
    ['eBay fails before it is done', 'internal_error', 49_99],
    ['it is too much at once', 'too_many_requests', 49_99],
  ])('%s: thrown, and never sent again by itself', async (_name, kind, after) => {
    const orchid = await truth('Orchid')
    await failNext(kind, 'bulkUpdatePriceQuantity')
    expect(await ebayFailure(seller.setOfferPrices([offered(orchid, 40_00)]))).toMatchObject({ outcome: 'try_later' })
    expect((await truth('Orchid')).price_cents).toBe(after)
    expect(await asked('bulk_update_price_quantity')).toBe(1)
  })
})
