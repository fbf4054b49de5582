import { describe, expect, test } from 'vitest'
import type { PricedListing } from './priced-listing.ts'
import { judgeListing, type PricingContext } from './pricing.ts'
import { REASONS, SkipReason } from './reasons.ts'
import { type PricedStrategy, StrategyRule } from './strategies.ts'
import { at, listingOf, strategyOf } from './testing/samples.ts'

const DUE = '2026-11-22T12:00:00Z'

function priceAfter(price: number, floor: number, rule: Parameters<typeof strategyOf>[0]): number | string {
  const judgement = judgeListing(listingOf({ price_cents: price, floor_cents: floor }), strategyOf(rule), at(DUE))
  return judgement.eligible ? judgement.new_price_cents : judgement.reason
}

const percent = (percentage_bp: number, more = {}) => ({ kind: 'percentage', percentage_bp, ...more })
const minus = (amount_cents: number, more = {}) => ({ kind: 'fixed', amount_cents, ...more })

describe('the next price', () => {
  test.each([
    ['100.00 at 2%', 100_00, 60_00, percent(200), 98_00],
    ['19.99 at 5%', 19_99, 1_00, percent(500), 18_99],
    ['50.00 at 10%', 50_00, 20_00, percent(1000), 45_00],
    ['50.00 less 3.00', 50_00, 20_00, minus(3_00), 47_00],
    ['20.15 at 50% rounds half up', 20_15, 1, percent(5000), 10_08],
    ['8.35 at 10% rounds half up', 8_35, 1, percent(1000), 7_52],
    ['42.00 at 10% lands on its floor of 40.00', 42_00, 40_00, percent(1000), 40_00],
    ['41.00 less 5.00 lands on its floor of 40.00', 41_00, 40_00, minus(5_00), 40_00],
    ['1.50 less 3.00 lands on its floor of 0.99', 1_50, 99, minus(3_00), 99],
    ['40.00 with a floor of 40.00 stays', 40_00, 40_00, percent(500), 'at_floor'],
    ['30.00 with a floor of 40.00 is never raised', 30_00, 40_00, percent(500), 'at_floor'],
    ['0.20 at 2% rounds to nothing', 20, 1, percent(200), 'no_reduction'],
    ['0.02 at 90%', 2, 1, percent(9000), 1],
    ['the largest price at 0.01%', 9_999_999_999, 1, percent(1), 9_998_999_999],
    ['a cap of 2.00 on 10% of 100.00', 100_00, 1, percent(1000, { max_cut_cents: 2_00 }), 98_00],
    ['a cap that is not reached', 10_00, 1, percent(1000, { max_cut_cents: 2_00 }), 9_00],
  ])('%s', (_name, price, floor, rule, expected) => {
    expect(priceAfter(price, floor, rule)).toBe(expected)
  })

  test.each([
    ['nearest below', 100_00, percent(200, { price_ending: 99 }), 97_99],
    ['nearest above the exact price', 20_99, percent(500, { price_ending: 99 }), 19_99],
    ['a tie goes down', 100_00, minus(1_51, { price_ending: 99 }), 97_99],
    ['never the old price: the one below it', 9_99, percent(100, { price_ending: 99 }), 8_99],
    [
      'dropped when only a larger cut than allowed has it',
      9_99,
      percent(100, { price_ending: 99, max_cut_cents: 50 }),
      9_89,
    ],
    ['dropped when no positive price has it', 60, minus(10, { price_ending: 99 }), 50],
    ['ending .00', 12_34, percent(500, { price_ending: 0 }), 12_00],
    ['the floor wins', 10_50, percent(500, { price_ending: 0 }), 10_00],
    ['no cut stays no cut', 20, percent(200, { price_ending: 5 }), 'no_reduction'],
  ])('with an ending: %s', (_name, price, rule, expected) => {
    expect(priceAfter(price, 1, rule)).toBe(expected)
  })

  test('the floor wins over the ending', () => {
    expect(priceAfter(20_50, 19_80, percent(500, { price_ending: 49 }))).toBe(19_80)
  })

  test('a change keeps what its price was computed from', () => {
    const listing = listingOf({ price_cents: 42_00, floor_cents: 40_00, last_cut_at: '2026-11-10T08:00:20+00:00' })
    expect(judgeListing(listing, strategyOf({ percentage_bp: 1000, max_cut_cents: 3_00 }), at(DUE))).toEqual({
      eligible: true,
      slot_at: '2026-11-17T08:00:00.000Z',
      valid_until: null,
      old_price_cents: 42_00,
      new_price_cents: 40_00,
      inputs: {
        size: { kind: 'percentage', percentage_bp: 1000 },
        step_after_days: null,
        interval_days: 7,
        max_cut_cents: 3_00,
        price_ending: null,
        floor_cents: 40_00,
        enabled_at: '2026-11-01T08:00:00+00:00',
        last_cut_at: '2026-11-10T08:00:20+00:00',
        is_capped: true,
        has_ending: false,
        is_floor: true,
      },
    })
  })

  test('a leftover amount never overrides a percentage: a strategy has one of them', () => {
    expect(StrategyRule.safeParse({ ...percent(1000), amount_cents: 3_00, interval_days: 7 }).success).toBe(false)
    expect(StrategyRule.safeParse({ kind: 'fixed', amount_cents: null, interval_days: 7 }).success).toBe(false)
    expect(StrategyRule.safeParse({ kind: 'percentage', interval_days: 7 }).success).toBe(false)
  })

  test('steps take over from their day on, counted from the switch-on', () => {
    const steps = [
      { after_days: 30, percentage_bp: 1000 },
      { after_days: 60, percentage_bp: 2000 },
    ]
    const cutOn = (now: string) => judgeListing(listingOf(), strategyOf({ steps }), at(now))
    expect(cutOn('2026-11-30T08:00:00Z')).toMatchObject({ new_price_cents: 95_00, inputs: { step_after_days: null } })
    expect(cutOn('2026-12-01T07:59:59Z')).toMatchObject({ new_price_cents: 95_00 })
    expect(cutOn('2026-12-01T08:00:00Z')).toMatchObject({ new_price_cents: 90_00, inputs: { step_after_days: 30 } })
    expect(cutOn('2026-12-31T08:00:00Z')).toMatchObject({ new_price_cents: 80_00, inputs: { step_after_days: 60 } })
  })

  test('steps of amounts', () => {
    const strategy = strategyOf({ ...minus(1_00), steps: [{ after_days: 14, amount_cents: 4_00 }] })
    expect(judgeListing(listingOf(), strategy, at('2026-11-22T08:00:00Z'))).toMatchObject({ new_price_cents: 96_00 })
  })
})

describe('why not', () => {
  /** In the order in which reasons are told: each breaks one thing more, from the last to the first. */
  const breaks: [SkipReason, (world: World) => World][] = [
    ['vacation', (w) => ({ ...w, context: { ...w.context, vacation_until: '2026-12-24T00:00:00+00:00' } })],
    ['global_pause', (w) => ({ ...w, context: { ...w.context, reductions_paused: true } })],
    ['in_sale', (w) => listing(w, { sale_ends_at: '2026-12-24T00:00:00+00:00' })],
    ['change_open', (w) => listing(w, { open_change_id: 'c1' })],
    ['held', (w) => listing(w, { held_until: '2026-12-24T00:00:00+00:00' })],
    ['parked', (w) => listing(w, { parked_code: '25019' })],
    ['strategy_paused', (w) => strategy(w, { is_active: false })],
    ['strategy_preview', (w) => strategy(w, { is_live: false })],
    ['no_strategy', (w) => ({ ...w, strategy: null })],
    ['at_floor', (w) => listing(w, { floor_cents: 100_00 })],
    ['no_floor', (w) => listing(w, { floor_cents: null })],
    ['variations', (w) => listing(w, { has_variations: true })],
    ['auction', (w) => listing(w, { listing_format: 'auction' })],
    ['no_quantity', (w) => listing(w, { quantity_available: 0 })],
    ['not_active', (w) => listing(w, { status: 'sold_out' })],
    ['reductions_off', (w) => listing(w, { reductions_enabled: false })],
  ]
  type World = { listing: PricedListing; strategy: PricedStrategy | null; context: PricingContext }
  const listing = (w: World, facts: Partial<PricedListing>): World => ({ ...w, listing: { ...w.listing, ...facts } })
  const strategy = (w: World, facts: { is_active?: boolean; is_live?: boolean }): World => ({
    ...w,
    strategy: w.strategy && { ...w.strategy, ...facts },
  })
  const whole: World = { listing: listingOf(), strategy: strategyOf(), context: at(DUE) }
  const judge = (w: World) => judgeListing(w.listing, w.strategy, w.context)

  test.each(breaks)('%s', (reason, breakIt) => {
    expect(judge(breakIt(whole))).toMatchObject({ eligible: false, reason })
  })

  test('of several reasons the first of the order is told', () => {
    let world = whole
    for (const [reason, breakIt] of breaks) {
      world = breakIt(world)
      expect(judge(world)).toMatchObject({ reason })
    }
    expect(breaks.map(([reason]) => reason).toReversed()).toEqual(SkipReason.options.slice(0, breaks.length))
  })

  test('every reason has a sentence', () => {
    for (const reason of SkipReason.options) expect(REASONS[reason]).toMatch(/^[A-Za-z][^.]*\.$/)
  })

  test.each(['ended', 'inactive', 'sold_out'] as const)('a listing that is %s is not active', (status) => {
    expect(judge(listing(whole, { status }))).toMatchObject({ reason: 'not_active' })
  })

  test('a sale and a hold end by themselves, and say when', () => {
    const until = '2026-12-24T00:00:00.000Z'
    expect(judge(listing(whole, { sale_ends_at: until }))).toEqual({ eligible: false, reason: 'in_sale', until })
    expect(judge(listing(whole, { held_until: until }))).toEqual({ eligible: false, reason: 'held', until })
    const past = '2026-01-01T00:00:00.000Z'
    expect(judge(listing(whole, { sale_ends_at: past, held_until: past })).eligible).toBe(true)
  })

  test('a person may choose to lower prices in a sale', () => {
    const chosen = { ...whole, context: { ...whole.context, lower_during_sales: true } }
    expect(judge(listing(chosen, { sale_ends_at: '2026-12-24T00:00:00.000Z' })).eligible).toBe(true)
  })

  test('a price is valid until quiet hours or a blackout begin', () => {
    const validUntil = (rule: Parameters<typeof strategyOf>[0]) => {
      const judgement = judgeListing(listingOf(), strategyOf(rule), at('2026-11-22T12:00:00Z'))
      return judgement.eligible ? judgement.valid_until : judgement.reason
    }
    expect(validUntil({})).toBeNull()
    expect(validUntil({ quiet_from: '22:00', quiet_until: '06:00' })).toBe('2026-11-22T22:00:00.000Z')
    expect(validUntil({ quiet_from: '02:00', quiet_until: '06:00' })).toBe('2026-11-23T02:00:00.000Z')
    expect(validUntil({ quiet_from: '22:00', quiet_until: '06:00', time_zone: 'America/Chicago' })).toBe(
      '2026-11-23T04:00:00.000Z',
    )
    expect(validUntil({ blackout_dates: [{ from: '2026-11-24', until: '2026-11-25' }] })).toBe(
      '2026-11-24T00:00:00.000Z',
    )
  })

  test('an unknown quantity is not a quantity', () => {
    expect(judge(listing(whole, { quantity_available: null }))).toMatchObject({ reason: 'no_quantity' })
  })

  test('a listing that is restocked is eligible again with everything as it was', () => {
    const soldOut = listing(whole, { status: 'sold_out', quantity_available: 0 })
    expect(judge(soldOut).eligible).toBe(false)
    expect(judge(listing(soldOut, { status: 'active', quantity_available: 5 })).eligible).toBe(true)
  })

  test('no floor is no floor of 0.99', () => {
    expect(judge(listing(whole, { floor_cents: null }))).toEqual({ eligible: false, reason: 'no_floor' })
    expect(judge(listing(whole, { floor_cents: 0 }))).toEqual({ eligible: false, reason: 'no_floor' })
  })
})

describe('when', () => {
  const dueOn = (facts: Partial<PricedListing>, rule = {}) => {
    const judgement = judgeListing(listingOf(facts), strategyOf(rule), at('2026-11-01T09:00:00Z'))
    return judgement.eligible ? judgement.slot_at : judgement.due_at
  }

  test('nothing is cut the moment it is switched on: the first cut is one interval later, from the full hour', () => {
    expect(dueOn({ reductions_enabled_at: '2026-11-01T08:47:12+00:00' })).toBe('2026-11-08T08:00:00.000Z')
  })

  test('the interval is in days', () => {
    const listing = listingOf({ last_cut_at: '2026-11-22T05:00:00+00:00' })
    expect(judgeListing(listing, strategyOf(), at(DUE))).toEqual({
      eligible: false,
      reason: 'not_due_yet',
      due_at: '2026-11-29T05:00:00.000Z',
    })
  })

  test('a start delay comes before the first interval', () => {
    expect(dueOn({}, { start_delay_days: 10 })).toBe('2026-11-18T08:00:00.000Z')
  })

  test('a cut before the switch-on does not count', () => {
    expect(dueOn({ last_cut_at: '2026-10-30T08:00:00+00:00' }, { start_delay_days: 1 })).toBe(
      '2026-11-09T08:00:00.000Z',
    )
  })

  test('it is due on the instant', () => {
    expect(judgeListing(listingOf(), strategyOf(), at('2026-11-08T07:59:59.999Z')).eligible).toBe(false)
    expect(judgeListing(listingOf(), strategyOf(), at('2026-11-08T08:00:00Z')).eligible).toBe(true)
  })

  test('after a long vacation one cut is due, and then the interval begins again', () => {
    const away = at('2026-12-01T00:00:00Z', { vacation_until: '2027-01-10T00:00:00+00:00' })
    expect(judgeListing(listingOf(), strategyOf(), away)).toMatchObject({ until: '2027-01-10T00:00:00.000Z' })
    const back = { ...away, now: new Date('2027-01-10T00:00:00Z') }
    expect(judgeListing(listingOf(), strategyOf(), back)).toMatchObject({ slot_at: '2026-11-08T08:00:00.000Z' })
    const cut = listingOf({ price_cents: 95_00, last_cut_at: '2027-01-10T00:00:04+00:00' })
    expect(judgeListing(cut, strategyOf(), { ...back, now: new Date('2027-01-10T04:00:00Z') })).toMatchObject({
      reason: 'not_due_yet',
      due_at: '2027-01-17T00:00:00.000Z',
    })
  })

  const quiet = { quiet_from: '22:00', quiet_until: '06:30', time_zone: 'America/Chicago' }
  test.each([
    ['before midnight', '2026-11-22T04:00:00Z', '2026-11-22T12:30:00.000Z'],
    ['after midnight', '2026-11-22T12:29:59Z', '2026-11-22T12:30:00.000Z'],
    ['at the end', '2026-11-22T12:30:00Z', null],
    ['before the beginning', '2026-11-22T03:59:59Z', null],
    ['in summer', '2027-07-01T03:00:00Z', '2027-07-01T11:30:00.000Z'],
    ['over the night the clock goes forward', '2027-03-14T04:00:00Z', '2027-03-14T11:30:00.000Z'],
    ['over the night the clock goes back', '2027-11-07T03:00:00Z', '2027-11-07T12:30:00.000Z'],
  ])('quiet hours of Chicago: %s', (_name, now, until) => {
    const judgement = judgeListing(listingOf(), strategyOf(quiet), at(now))
    expect(judgement).toMatchObject(until ? { reason: 'quiet_hours', until } : { eligible: true })
  })

  test('quiet hours that end in the hour the clock jumps over end at the jump', () => {
    const rule = { quiet_from: '01:00', quiet_until: '02:30', time_zone: 'America/Chicago' }
    expect(judgeListing(listingOf(), strategyOf(rule), at('2027-03-14T07:30:00Z'))).toMatchObject({
      until: '2027-03-14T08:00:00.000Z',
    })
  })

  test('in an hour that comes twice both are quiet', () => {
    const rule = { quiet_from: '00:00', quiet_until: '01:30', time_zone: 'America/Chicago' }
    const untilOf = (now: string) => judgeListing(listingOf(), strategyOf(rule), at(now))
    expect(untilOf('2027-11-07T05:10:00Z')).toMatchObject({ until: '2027-11-07T06:30:00.000Z' })
    expect(untilOf('2027-11-07T06:40:00Z')).toMatchObject({ eligible: true })
    expect(untilOf('2027-11-07T07:10:00Z')).toMatchObject({ until: '2027-11-07T07:30:00.000Z' })
  })

  test('blackout days are whole days of the time zone, and adjacent ranges are one', () => {
    const rule = {
      time_zone: 'Europe/Berlin',
      blackout_dates: [
        { from: '2026-12-24', until: '2026-12-26' },
        { from: '2026-12-27', until: '2026-12-31' },
      ],
    }
    const on = (now: string) => judgeListing(listingOf(), strategyOf(rule), at(now))
    expect(on('2026-12-23T22:59:59Z').eligible).toBe(true)
    expect(on('2026-12-23T23:00:00Z')).toMatchObject({ reason: 'blackout', until: '2026-12-31T23:00:00.000Z' })
    expect(on('2026-12-31T23:00:00Z').eligible).toBe(true)
  })

  test('a blackout across the change of clocks ends at midnight of the new time', () => {
    const rule = { time_zone: 'Europe/Berlin', blackout_dates: [{ from: '2027-03-20', until: '2027-03-28' }] }
    expect(judgeListing(listingOf(), strategyOf(rule), at('2027-03-25T12:00:00Z'))).toMatchObject({
      until: '2027-03-28T22:00:00.000Z',
    })
  })
})
