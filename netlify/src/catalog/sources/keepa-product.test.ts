import { describe, expect, test } from 'vitest'
import { SourceProduct } from '#core/catalog/source-product.ts'
import type { KeepaProduct } from '../../providers/keepa/index.ts'
import { toSourceProduct } from './keepa-product.ts'

const from = {
  marketplace: 'US',
  readAt: '2026-11-30T10:00:00.000Z',
  imageUrl: (name: string) => `https://images.test/${name}`,
  withVideos: true,
} as const
const map = (change: Partial<KeepaProduct> = {}) => {
  const product = toSourceProduct({ asin: 'B000000001', productType: 0, ...change }, from)
  // Whatever Keepa leaves out, the record has the shape of the seam.
  return SourceProduct.parse(product)
}
/** `stats.current` with these values by type and -1 elsewhere. */
const stats = (values: Record<number, number>, buyBoxPrice = -2) => ({
  current: Array.from({ length: 36 }, (_, type) => values[type] ?? -1),
  buyBoxPrice,
})

test.each([
  [0, 'product'],
  [1, 'product'],
  [2, 'product'],
  [3, 'inaccessible'],
  [4, 'invalid'],
  [5, 'parent'],
  [9, 'inaccessible'],
])('type %i is %s', (productType, kind) => {
  expect(map({ productType }).kind).toBe(kind)
})

describe('available', () => {
  test.each([
    ['nothing', {}, 'unknown', []],
    ["Amazon's offer alone", { availabilityAmazon: 0 }, 'unknown', ['amazon_offer']],
    ["Amazon's price alone", { stats: stats({ 0: 1999 }) }, 'unknown', ['amazon_offer']],
    [
      'no offer of Amazon, seven of others',
      { availabilityAmazon: -1, stats: stats({ 11: 7 }) },
      'available',
      ['new_offers'],
    ],
    ['a new price', { stats: stats({ 1: 1999 }) }, 'available', ['new_price']],
    ['a buy box', { stats: stats({}, 1999) }, 'available', ['buy_box']],
    ['a buy box among the current prices', { stats: stats({ 18: 1999 }) }, 'available', ['buy_box']],
    ['a hidden price', { newPriceIsMAP: true }, 'available', ['price_hidden']],
    ['zero offers', { stats: stats({ 11: 0 }) }, 'unknown', []],
    ['an invalid ASIN', { productType: 4 }, 'unavailable', []],
    ['a parent, whatever its numbers say', { productType: 5, stats: stats({ 1: 5 }) }, 'unknown', []],
    ['type 3 with a hidden price', { productType: 3, newPriceIsMAP: true }, 'available', ['price_hidden']],
  ])('%s', (_, change, state, reasons) => {
    expect(map(change).availability).toMatchObject({ state, reasons })
  })

  test('the age of the datum is when Keepa last read it; 0 is never', () => {
    expect(map({ lastUpdate: 7_000_000 }).availability.observed_at).toBe('2024-04-23T02:40:00.000Z')
    expect(map({ lastUpdate: 0 }).availability.observed_at).toBeNull()
  })
})

test("Keepa's numbers for none are null", () => {
  const none = { numberOfItems: -1, packageQuantity: 0, rootCategory: 0, stats: stats({ 1: -1, 3: -1 }) }
  expect(map(none)).toMatchObject({
    number_of_items: null,
    package_quantity: null,
    root_category_id: null,
    sales_rank: null,
    price: null,
  })
  expect(map({ packageQuantity: -1, numberOfItems: 0 })).toMatchObject({
    package_quantity: null,
    number_of_items: null,
  })
  const unitCount = { unitValue: 24, unitType: 'Count', eachUnitCount: -1 }
  expect(map({ unitCount }).unit_count).toEqual({ value: 24, type: 'Count', each: null })
})

test('the price is the buy box, then the new price', () => {
  expect(map({ stats: stats({ 1: 900, 3: 12 }, 1000) })).toMatchObject({ price: 1000, sales_rank: 12 })
  expect(map({ stats: stats({ 1: 900 }) }).price).toBe(900)
})

test('parents of before, with a list that ends in the middle and an entry that is no ASIN', () => {
  const history = ['7000000', 'B0PARENT01', '7001440', 'B0PARENT02', '7002880']
  expect(map({ parentAsinHistory: history }).past_parents).toEqual([
    { asin: 'B0PARENT02', until: '2024-04-24T02:40:00.000Z' },
    { asin: 'B0PARENT01', until: '2024-04-23T02:40:00.000Z' },
  ])
  expect(map({ parentAsinHistory: [7_000_000, 'none'] }).past_parents).toEqual([])
})

test('a product is not its own parent', () => {
  expect(map({ parentAsin: 'B000000001' }).parent_asin).toBeNull()
  expect(map({ parentAsin: 'B000000002' }).parent_asin).toBe('B000000002')
})

test('videos: an unknown kind of creator, no duration, and no answer about videos', () => {
  const videos = [
    { title: 'A &amp; B', name: 'Ann', creator: 'Influencer', duration: 36.4, url: 'https://v.test/1' },
    { title: null, name: null, creator: 'Robot', duration: -1, url: null },
  ]
  expect(map({ videos }).videos).toEqual([
    { title: 'A & B', name: 'Ann', creator: 'Influencer', duration_s: 36, url: 'https://v.test/1' },
    { title: null, name: null, creator: 'Unknown', duration_s: null, url: null },
  ])
  expect(map({ videos: [] }).videos).toEqual([])
  expect(map({ videos: null }).videos).toBeNull()
  expect(
    toSourceProduct({ asin: 'B000000001', productType: 0, videos }, { ...from, withVideos: false }).videos,
  ).toBeNull()
})

test('codes are digits, each once; what is none is left out', () => {
  const codes = { eanList: ['4006381333931', ' 4006381333931 '], upcList: ['0123'], gtinList: ['04006381333931', 'x'] }
  expect(map(codes).codes).toEqual(['4006381333931', '04006381333931'])
})
