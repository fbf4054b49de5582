import { describe, expect, test } from 'vitest'
import type { InventoryOffer, TradingListing, TradingRow } from '../providers/ebay/index.ts'
import { absentStatus, toListingPatch, toListingPatches, toOfferLinks } from './merge-listing.ts'

const listing = (facts: Partial<TradingListing> = {}): TradingListing => ({
  ebay_item_id: '110000000001',
  sku: null,
  title: 'A mug',
  price_cents: 19_99,
  currency: 'GBP',
  sale: null,
  quantity_available: null,
  quantity_sold: null,
  status: null,
  picture_url: null,
  listing_url: null,
  listing_format: 'fixed_price',
  has_variations: false,
  started_at: null,
  watch_count: null,
  ...facts,
})
const offer = (facts: Partial<InventoryOffer> = {}): InventoryOffer => ({
  offer_id: '36445435465',
  sku: 'MUG',
  marketplace_id: 'EBAY_GB',
  ebay_item_id: '110000000001',
  price_cents: 19_99,
  currency: 'GBP',
  quantity_available: 3,
  quantity_sold: 0,
  listing_format: 'fixed_price',
  is_published: true,
  status: 'active',
  ...facts,
})
const row = (facts: Partial<TradingListing> = {}): TradingRow => ({ listing: listing(facts), error: null })

describe('what a reading says about a listing', () => {
  test('what eBay left out is left out: nothing known is erased, and an unknown quantity is not zero', () => {
    expect(toListingPatch(listing())).toEqual({
      ebay_item_id: '110000000001',
      title: 'A mug',
      price_cents: 19_99,
      currency: 'GBP',
      status: 'active',
      listing_format: 'fixed_price',
      has_variations: false,
    })
  })

  test('what eBay said is there, zero included', () => {
    expect(
      toListingPatch(listing({ quantity_available: 0, quantity_sold: 0, watch_count: 0, sku: '00123' })),
    ).toMatchObject({
      quantity_available: 0,
      quantity_sold: 0,
      watch_count: 0,
      sku: '00123',
    })
  })

  test('holds nothing that is the user’s', () => {
    const everything = toListingPatch(
      listing({
        sku: 'a',
        quantity_available: 1,
        quantity_sold: 1,
        picture_url: 'https://i.test/1',
        listing_url: 'https://e.test/1',
        started_at: '2026-01-01T00:00:00.000Z',
        watch_count: 1,
      }),
    )
    for (const own of ['floor_cents', 'strategy_id', 'reductions_enabled', 'cost_cents', 'is_hidden', 'product_id']) {
      expect(everything).not.toHaveProperty(own)
    }
  })

  test.each([
    ['ended', { status: 'ended', quantity_available: 0 }],
    ['ended', { status: 'ended', quantity_available: 5 }],
    ['sold_out', { status: 'active', quantity_available: 0 }],
    ['sold_out', { quantity_available: 0 }],
    ['active', { quantity_available: null }],
    ['active', { status: 'active', quantity_available: 2 }],
  ] as const)('the status is %s for %o', (status, facts) => {
    expect(toListingPatch(listing(facts)).status).toBe(status)
  })
})

test('a row that cannot be taken over is an error with its reason; the others go on', () => {
  const error = { ebay_item_id: '2', sku: null, title: 'A cup', code: 'no_price' } as const
  const nameless = { ebay_item_id: null, sku: null, title: null, code: 'unreadable' } as const
  const page = toListingPatches([row(), { listing: null, error }, { listing: null, error: nameless }], 3)
  expect(page.patches.map(({ ebay_item_id }) => ebay_item_id)).toEqual(['110000000001'])
  expect(page.errors).toEqual([
    { ebay_item_id: '2', title: 'A cup', message: 'eBay sent this listing without a price.' },
    { ebay_item_id: 'page 3, row 3', title: null, message: 'eBay sent this listing in a form that cannot be read.' },
  ])
})

test('an offer with a listing on eBay says who manages it; one without says nothing', () => {
  const offers = [offer(), offer({ offer_id: '2', is_published: false }), offer({ offer_id: '3', ebay_item_id: null })]
  expect(toOfferLinks(offers)).toEqual([{ ebay_item_id: '110000000001', sku: 'MUG', offer_id: '36445435465' }])
})

describe('a listing a whole pass did not meet', () => {
  test.each([
    ['has ended when eBay knows it no more', 'gone', 'ended'],
    ['has ended when eBay says so', row({ status: 'ended' }), 'ended'],
    ['is still there when eBay shows it', row({ status: 'active' }), null],
    ['is still there when it is sold out', row({ status: 'active', quantity_available: 0 }), null],
    [
      'stays as it is when what eBay shows cannot be read',
      { listing: null, error: { ebay_item_id: '1', sku: null, title: null, code: 'no_price' } },
      null,
    ],
    ['is inactive when its offer is not published', offer({ is_published: false, status: 'inactive' }), 'inactive'],
    [
      'is inactive when its offer sold out and is not published',
      offer({ is_published: false, status: 'sold_out' }),
      'inactive',
    ],
    ['has ended with its offer', offer({ is_published: false, status: 'ended' }), 'ended'],
    ['is still there when its offer is', offer(), null],
    ['is still there when its offer is sold out', offer({ status: 'sold_out', quantity_available: 0 }), null],
  ] as const)('%s', (_name, found, status) => {
    expect(absentStatus(found)).toBe(status)
  })
})
