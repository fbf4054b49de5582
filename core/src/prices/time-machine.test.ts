import { describe, expect, test } from 'vitest'
import type { PricedListing } from './priced-listing.ts'
import { judgeListing } from './pricing.ts'
import { marketHistory, type RecordedDay } from './recorded-days.ts'
import { fitSaleRates } from './sale-rates.ts'
import { seededRandom } from './seeded-random.ts'
import { at, listingOf, strategyOf } from './testing/samples.ts'
import { MIN_SALES, type ReplayListing, replayStrategy } from './time-machine.ts'
import { DAY_MS, HOUR_MS } from './zone.ts'

const FROM = '2026-08-01'
const UNTIL = '2026-10-31'
const dayAt = (index: number) => new Date(Date.parse(FROM) + index * DAY_MS).toISOString().slice(0, 10)

const record = (index: number, facts: Partial<RecordedDay> = {}): RecordedDay => ({
  day: dayAt(index),
  price_cents: 50_00,
  quantity_available: 1,
  quantity_sold: 0,
  watch_count: null,
  status: 'active',
  ...facts,
})

const replayListing = (id: string, days: RecordedDay[], facts: Partial<ReplayListing> = {}): ReplayListing => ({
  id,
  floor_cents: 20_00,
  listing_format: 'fixed_price',
  has_variations: false,
  currency: 'USD',
  started_on: null,
  days,
  ...facts,
})

/** A shop in which lower prices sell better: half of the listings were reduced every ten days. */
function shop(count: number, seed = 7): ReplayListing[] {
  const random = seededRandom(seed)
  return Array.from({ length: count }, (_, at) => {
    const days: RecordedDay[] = []
    let price = 50_00
    let sold = 0
    for (let index = 0; index < 90; index += 1) {
      if (at % 2 === 0 && index > 0 && index % 10 === 0) price = Math.round(price * 0.9)
      const chance = 0.004 * (1 + (6 * (50_00 - price)) / 50_00)
      if (index > 0 && sold === 0 && random() < chance) sold = 1
      const status = sold === 1 ? 'sold_out' : 'active'
      days.push(record(index, { price_cents: price, quantity_sold: sold, quantity_available: 1 - sold, status }))
    }
    return replayListing(`listing-${at}`, days)
  })
}

const strategy = strategyOf({ percentage_bp: 1000, interval_days: 7 })
const window = { from: FROM, until: UNTIL }

describe('the replay', () => {
  test('is the same every time, whatever the order of the listings', () => {
    const listings = shop(120)
    const once = replayStrategy({ listings, strategy, ...window })
    const again = replayStrategy({ listings: listings.toReversed(), strategy, ...window })
    expect(again).toEqual({ ...once, listings: once.listings.toReversed() })
    expect(replayStrategy({ listings, strategy, ...window, seed: 2 })).not.toEqual(once)
  })

  test('finds the very prices of a listing that did follow the strategy', () => {
    const rule = strategyOf({
      percentage_bp: 700,
      interval_days: 5,
      price_ending: 99,
      quiet_from: '00:00',
      quiet_until: '09:00',
    })
    let real: PricedListing = listingOf({
      price_cents: 50_00,
      floor_cents: 20_00,
      reductions_enabled_at: `${dayAt(1)}T00:00:00Z`,
    })
    const days: RecordedDay[] = [record(0)]
    for (let index = 1; index < 90; index += 1) {
      for (let hour = 0; hour < 24; hour += 4) {
        const now = new Date(Date.parse(dayAt(index)) + hour * HOUR_MS)
        const cut = judgeListing(real, rule, at(now.toISOString()))
        if (cut.eligible) real = { ...real, price_cents: cut.new_price_cents, last_cut_at: now.toISOString() }
      }
      days.push(record(index, { price_cents: real.price_cents }))
    }
    const [replay] = replayStrategy({ listings: [replayListing('a', days)], strategy: rule, ...window }).listings
    expect(replay?.replayed.prices).toEqual(replay?.real.prices)
    expect(replay?.replayed.prices.length).toBeGreaterThan(8)
    expect(replay?.replayed.reached_floor_on).not.toBeNull()
    expect(replay?.real.reached_floor).toBe(true)
  })

  test('says what really happened', () => {
    const days = [
      record(0, { quantity_available: 3 }),
      record(2, { quantity_available: 2, quantity_sold: 1 }),
      record(4, { price_cents: 40_00, quantity_available: 0, quantity_sold: 3, status: 'sold_out' }),
    ]
    const { listings, totals } = replayStrategy({ listings: [replayListing('a', days)], strategy, ...window })
    expect(listings[0]?.real).toEqual({
      sold: 3,
      money_cents: 50_00 + 2 * 40_00,
      days_to_sell: 2.3,
      reached_floor: false,
      prices: [
        { day: dayAt(1), price_cents: 50_00 },
        { day: dayAt(4), price_cents: 40_00 },
      ],
    })
    expect(totals[0]?.real).toEqual({ sold: 3, money_cents: 130_00, days_to_sell: 2.3, floors_reached: 0 })
  })

  test('says that there are too few sales to say, and how many were seen', () => {
    const replay = replayStrategy({ listings: shop(4), strategy, ...window })
    expect(replay.basis).toMatchObject({ has_enough_sales: false, sales_needed: MIN_SALES })
    expect(replay.basis.sales_seen).toBe(replay.totals[0]?.real.sold)
    expect(replay.totals[0]?.replayed.expected).toBeNull()
    expect(replay.listings.every(({ replayed }) => replayed.expected === null && replayed.prices.length > 0)).toBe(true)
  })

  test('expects no fewer sales from deeper cuts, and a range around what it expects', () => {
    const listings = shop(200)
    const soldAt = (percentage_bp: number) => {
      const rule = strategyOf({ percentage_bp, interval_days: 7 })
      return replayStrategy({ listings, strategy: rule, ...window }).totals[0]?.replayed.expected?.sold
    }
    const sold = [1, 300, 800, 2000].map(soldAt)
    sold.forEach((now, at) => {
      const before = sold[at - 1]
      expect(now?.mean).toBeGreaterThanOrEqual(before?.mean ?? 0)
      expect(now?.low).toBeGreaterThanOrEqual(before?.low ?? 0)
      expect(now?.high).toBeGreaterThanOrEqual(now?.low ?? Number.POSITIVE_INFINITY)
    })
    expect(sold.at(-1)?.mean).toBeGreaterThan(sold[0]?.mean ?? 0)
  })

  test('replaying what was done expects about what happened', () => {
    const { totals } = replayStrategy({
      listings: shop(300).filter((_, at) => at % 2 === 0),
      strategy: strategyOf({ percentage_bp: 1000, interval_days: 10 }),
      ...window,
    })
    const [total] = totals
    expect(total?.real.sold).toBeGreaterThanOrEqual(total?.replayed.expected?.sold.low ?? Number.POSITIVE_INFINITY)
    expect(total?.real.sold).toBeLessThanOrEqual(total?.replayed.expected?.sold.high ?? 0)
  })

  test('never sells more than there is', () => {
    const { listings } = replayStrategy({ listings: shop(200), strategy, ...window })
    for (const { replayed } of listings) expect(replayed.expected?.sold.high).toBeLessThanOrEqual(1)
  })

  test('keeps currencies apart, and counts listings without a history', () => {
    const pounds = replayListing('gbp', [record(0), record(5)], { currency: 'GBP' })
    const replay = replayStrategy({
      listings: [...shop(2), pounds, replayListing('new', [record(0)])],
      strategy,
      ...window,
    })
    expect(replay.totals.map(({ currency, listing_count }) => [currency, listing_count])).toEqual([
      ['GBP', 1],
      ['USD', 2],
    ])
    expect(replay.listings_without_history).toBe(1)
  })

  test('learns from every listing, and replays those asked for', () => {
    const listings = shop(120)
    const whole = replayStrategy({ listings, strategy, ...window })
    const one = replayStrategy({ listings, strategy, ...window, replayed: new Set(['listing-4']) })
    expect(one.basis).toEqual(whole.basis)
    expect(one.listings).toEqual(whole.listings.filter(({ listing_id }) => listing_id === 'listing-4'))
    expect(one.totals).toMatchObject([{ listing_count: 1 }])
  })

  test('does not cut what has no floor, has variations or is an auction', () => {
    const days = [record(0), record(60)]
    const listings = [
      replayListing('floor', days, { floor_cents: null }),
      replayListing('variations', days, { has_variations: true }),
      replayListing('auction', days, { listing_format: 'auction' }),
    ]
    for (const { replayed } of replayStrategy({ listings, strategy, ...window }).listings) {
      expect(replayed).toMatchObject({ cut_count: 0, prices: [{ price_cents: 50_00 }] })
    }
  })
})

describe('recorded days', () => {
  const daysOf = (rows: RecordedDay[]) => marketHistory(rows, FROM, UNTIL)?.days

  test('days without a record are like the last one with a record', () => {
    expect(daysOf([record(3, { price_cents: 45_00 }), record(0)])?.map(({ price_cents }) => price_cents)).toEqual([
      50_00, 50_00, 45_00,
    ])
  })

  test('an unknown quantity is not zero, and an unknown sales count is no sale', () => {
    const days = daysOf([
      record(0, { quantity_available: null, quantity_sold: 2 }),
      record(1, { quantity_available: null, quantity_sold: null }),
      record(2, { quantity_available: null, quantity_sold: 3 }),
    ])
    expect(days).toMatchObject([
      { sold: 0, restocked: 0, is_in_stock: true },
      { sold: 1, restocked: 1, is_in_stock: true },
    ])
  })

  test('more than sales explain came in; less than before was taken out', () => {
    const days = daysOf([
      record(0, { quantity_available: 2 }),
      record(1, { quantity_available: 5, quantity_sold: 1 }),
      record(2, { quantity_available: 1, quantity_sold: 1 }),
    ])
    expect(days).toMatchObject([
      { sold: 1, restocked: 4 },
      { sold: 0, restocked: 0 },
    ])
  })

  test('a listing that ended unsold is not offered; one that sold out counts as offered', () => {
    const ended = daysOf([record(0), record(1, { status: 'ended' })])
    expect(ended).toMatchObject([{ is_offered: false, is_in_stock: false }])
    const soldOut = daysOf([
      record(0),
      record(1, { status: 'sold_out', quantity_available: 0, quantity_sold: 1 }),
      record(2, { status: 'ended', quantity_available: 0, quantity_sold: 1 }),
    ])
    expect(soldOut).toMatchObject([
      { sold: 1, is_offered: true, is_in_stock: true },
      { sold: 0, is_offered: true, is_in_stock: false },
    ])
  })
})

describe('sale rates', () => {
  test('nothing seen is nothing expected', () => {
    expect(fitSaleRates([]).unitsPerDay(0, 0)).toBe(0)
  })

  test('a lower price never sells worse, whatever a few odd sales say', () => {
    const days = (count: number, drop_bp: number, sold: number) =>
      Array.from({ length: count }, (_, at) => ({ drop_bp, age_days: at % 90, sold: at < sold ? 1 : 0 }))
    const rates = fitSaleRates([...days(500, 0, 30), ...days(500, 700, 5), ...days(500, 2500, 60)])
    const perDay = [-500, 0, 700, 1500, 2500, 9000].map((drop) => rates.unitsPerDay(drop, 10))
    expect(perDay).toEqual(perDay.toSorted((a, b) => a - b))
    expect(rates).toMatchObject({ sales_seen: 95, days_seen: 1500 })
  })
})
