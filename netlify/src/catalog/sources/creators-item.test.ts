import { expect, test } from 'vitest'
import { SourceProduct } from '#core/catalog/source-product.ts'
import type { MarketplaceCode } from '#core/marketplaces.ts'
import { CreatorsItem } from '../../providers/amazon-creators/types.ts'
import { emptyProduct, toSourceProduct } from './creators-item.ts'

const NOW = '2026-11-30T10:00:00.000Z'
const map = (change: object = {}, marketplace: MarketplaceCode = 'US') =>
  SourceProduct.parse(toSourceProduct(CreatorsItem.parse({ asin: 'B000000001', ...change }), marketplace, NOW))
const offer = (type: string, more: object = {}) => ({ offersV2: { listings: [{ availability: { type }, ...more }] } })
const money = (amount: number, currency: string) => ({ price: { money: { amount, currency } } })

test('an item without anything is a product of which little is known', () => {
  expect(map()).toMatchObject({
    source: 'amazon_creators',
    kind: 'product',
    title: null,
    codes: [],
    availability: { state: 'unknown', reasons: [], observed_at: NOW },
    videos: null,
  })
})

test.each([
  ['no offer says nothing', {}, 'unknown'],
  ['one that is out of stock', offer('OUT_OF_STOCK'), 'unavailable'],
  ['a type that we do not know', offer('SOON'), 'unknown'],
  ['one that comes later', offer('LEADTIME'), 'available'],
  [
    'of two, one that can be bought',
    {
      offersV2: { listings: [{ availability: { type: 'OUT_OF_STOCK' } }, { availability: { type: 'IN_STOCK' } }] },
    },
    'available',
  ],
])('availability: %s', (_, change, state) => {
  expect(map(change).availability.state).toBe(state)
})

test('prices are in the smallest unit of the marketplace, and never in another currency', () => {
  expect(map(offer('IN_STOCK', money(24.99, 'USD'))).price).toBe(2499)
  expect(map(offer('IN_STOCK', money(19.9, 'EUR')), 'DE').price).toBe(1990)
  expect(map(offer('IN_STOCK', money(2480, 'JPY')), 'JP').price).toBe(2480)
  expect(map(offer('IN_STOCK', money(24.99, 'USD')), 'DE').price).toBeNull()
})

test('the department is the last step of the path that names one', () => {
  const path = {
    id: '3',
    displayName: 'Mugs',
    ancestor: { id: '2', displayName: 'Home & Kitchen', ancestor: { id: '1', displayName: 'Categories' } },
  }
  expect(map({ browseNodeInfo: { browseNodes: [path] } })).toMatchObject({
    category: 'Home & Kitchen',
    root_category_id: 2,
  })
})

test('an item that is its own parent stands for its variations', () => {
  const parent = map({ parentASIN: 'B000000001', ...offer('IN_STOCK', money(1, 'USD')) })
  expect(parent).toMatchObject({ kind: 'parent', parent_asin: null, price: null, availability: { state: 'unknown' } })
})

test('a part in another shape does not cost the item', () => {
  const odd = { itemInfo: { title: { displayValue: 'Mug' }, productInfo: 'none' }, offersV2: 7, images: [] }
  expect(map(odd)).toMatchObject({ title: 'Mug', color: null, image_urls: [] })
})

test('an ASIN that Amazon does not know is unavailable, one that it may not show is unknown', () => {
  expect(emptyProduct('B000000001', 'US', NOW, 'invalid').availability.state).toBe('unavailable')
  expect(emptyProduct('B000000001', 'US', NOW, 'inaccessible').availability.state).toBe('unknown')
})
