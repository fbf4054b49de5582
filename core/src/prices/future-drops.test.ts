import { describe, expect, test } from 'vitest'
import { describeStrategy } from './describe-strategy.ts'
import { proposeFloor } from './floors.ts'
import { asIfLive, asIfSwitchedOn, daysToFloor, priceCurve, runAtOrAfter } from './future-drops.ts'
import { planCuts } from './plan-drops.ts'
import { at, listingOf, strategyOf } from './testing/samples.ts'

describe('the curve', () => {
  test('names every cut until the floor, at the runs of the schedule', () => {
    const listing = listingOf({ price_cents: 45_00, floor_cents: 41_00, last_cut_at: '2026-11-22T12:00:09+00:00' })
    const curve = priceCurve(listing, strategyOf(), at('2026-11-23T00:00:00Z'))
    expect(curve).toEqual({
      end: 'floor',
      cuts: [
        { at: '2026-11-29T12:00:00.000Z', price_cents: 42_75, is_floor: false },
        { at: '2026-12-06T12:00:00.000Z', price_cents: 41_00, is_floor: true },
      ],
    })
    expect(daysToFloor(curve, new Date('2026-11-23T00:00:00Z'))).toBe(14)
  })

  test('waits for the run after quiet hours, blackout days and vacation', () => {
    const strategy = strategyOf({
      time_zone: 'America/New_York',
      quiet_from: '00:00',
      quiet_until: '09:00',
      blackout_dates: [{ from: '2026-11-21', until: '2026-11-23' }],
    })
    const context = at('2026-11-20T00:00:00Z', { vacation_until: '2026-11-22T03:00:00Z' })
    expect(priceCurve(listingOf(), strategy, context, 1).cuts[0]?.at).toBe('2026-11-24T16:00:00.000Z')
  })

  test('says why it stops before the floor', () => {
    const stopOf = (facts: object, rule = {}, limit?: number) =>
      priceCurve(listingOf(facts), strategyOf(rule), at('2026-11-22T12:00:00Z'), limit).end
    expect(stopOf({ price_cents: 30, floor_cents: 1 }, { percentage_bp: 200 })).toBe('no_reduction')
    expect(stopOf({ floor_cents: null })).toBe('no_floor')
    expect(stopOf({}, { percentage_bp: 1 }, 3)).toBe('limit')
    expect(daysToFloor({ cuts: [], end: 'no_floor' }, new Date())).toBeNull()
  })

  test('blackouts without end are not waited for', () => {
    const rule = { blackout_dates: [{ from: '2026-01-01', until: '9998-12-31' }] }
    expect(priceCurve(listingOf(), strategyOf(rule), at('2026-11-22T12:00:00Z')).end).toBe('blackout')
  })

  test('a preview asks as if the strategy were live and the switch on', () => {
    const now = '2026-11-22T12:00:00Z'
    const listing = listingOf({ reductions_enabled: false, reductions_enabled_at: null })
    const strategy = { ...strategyOf(), is_live: false }
    expect(priceCurve(listing, strategy, at(now)).end).toBe('reductions_off')
    const curve = priceCurve(asIfSwitchedOn(listing, new Date(now)), asIfLive(strategy), at(now), 1)
    expect(curve.cuts).toEqual([{ at: '2026-11-29T12:00:00.000Z', price_cents: 95_00, is_floor: false }])
  })

  test('runs are at 00, 04, 08, 12, 16 and 20 UTC', () => {
    const next = (text: string) => new Date(runAtOrAfter(Date.parse(text))).toISOString()
    expect(next('2026-11-22T12:00:00Z')).toBe('2026-11-22T12:00:00.000Z')
    expect(next('2026-11-22T20:00:00.001Z')).toBe('2026-11-23T00:00:00.000Z')
  })
})

describe('a plan', () => {
  const now = '2026-11-22T12:00:00Z'
  const due = (id: string, last_cut_at: string) => ({ listing: listingOf({ id, last_cut_at }), strategy })
  const strategy = strategyOf({ max_cuts_per_day: 2, time_zone: 'America/Chicago' })

  test('takes the longest due first when the strategy may cut only some a day', () => {
    const listings = [
      due('c', '2026-11-10T00:00:00Z'),
      due('a', '2026-11-12T00:00:00Z'),
      due('b', '2026-11-10T00:00:00Z'),
    ]
    const plan = planCuts(listings, at(now))
    expect(plan.cuts.map(({ listing }) => listing.id)).toEqual(['b', 'c'])
    expect(plan.skipped).toMatchObject([
      { listing: { id: 'a' }, skip: { reason: 'day_cap', until: '2026-11-23T06:00:00.000Z' } },
    ])
  })

  test('counts what was cut earlier that day', () => {
    const listings = [due('a', '2026-11-10T00:00:00Z'), due('b', '2026-11-11T00:00:00Z')]
    expect(planCuts(listings, at(now), new Map([['s1', 1]])).cuts).toHaveLength(1)
    expect(planCuts(listings, at(now), new Map([['s1', 5]])).cuts).toHaveLength(0)
  })

  test('gives every listing that is not cut its reason', () => {
    const listing = listingOf({ floor_cents: null })
    const plan = planCuts(
      [
        { listing, strategy },
        { listing: listingOf(), strategy: null },
      ],
      at(now),
    )
    expect(plan.cuts).toEqual([])
    expect(plan.skipped.map(({ skip }) => skip.reason)).toEqual(['no_floor', 'no_strategy'])
  })
})

describe('a proposed floor', () => {
  const terms = { price_cents: 100_00, cost_cents: 40_00, fee_bp: 1325, fixed_fee_cents: 40 }
  test.each([
    ['60% of the price', { ...terms, cost_cents: null, margin_bp: 0 }, 60_00, null],
    ['60% half-up', { ...terms, price_cents: 99_99, cost_cents: null, margin_bp: 0 }, 59_99, null],
    ['60% of one cent is one cent', { ...terms, price_cents: 1, cost_cents: null, margin_bp: 0 }, 1, null],
    ['cost and fees', { ...terms, margin_bp: 0 }, 60_00, 46_58],
    ['and a margin of 20% of the price', { ...terms, margin_bp: 2000 }, 60_00, 60_53],
    ['and a margin of 5.00', { ...terms, margin_cents: 5_00 }, 60_00, 52_34],
    ['fees and margin that eat any price', { ...terms, margin_bp: 9000 }, 60_00, null],
    ['a gift', { ...terms, cost_cents: 0, fixed_fee_cents: 0, margin_bp: 0 }, 60_00, 1],
  ])('%s', (_name, input, from_price_cents, from_cost_cents) => {
    expect(proposeFloor(input)).toEqual({ from_price_cents, from_cost_cents })
  })
})

test('a strategy as a sentence', () => {
  const strategy = strategyOf({
    steps: [{ after_days: 30, percentage_bp: 1000 }],
    start_delay_days: 3,
    price_ending: 99,
    max_cut_cents: 10_00,
    max_cuts_per_day: 20,
    quiet_from: '22:00',
    quiet_until: '06:00',
    blackout_dates: [{ from: '2026-12-24', until: '2026-12-26' }],
  })
  const curve = priceCurve(listingOf({ floor_cents: 90_00 }), strategy, at('2026-11-22T12:00:00Z'))
  expect(describeStrategy(strategy, curve)).toEqual([
    { piece: 'cut', size: { kind: 'percentage', percentage_bp: 500 }, every_days: 7 },
    { piece: 'step', size: { kind: 'percentage', percentage_bp: 1000 }, after_days: 30 },
    { piece: 'delay', days: 3 },
    { piece: 'max_cut', cents: 10_00 },
    { piece: 'ending', price_ending: 99 },
    { piece: 'max_per_day', count: 20 },
    { piece: 'quiet', from: '22:00', until: '06:00', time_zone: 'UTC' },
    { piece: 'blackout', ranges: [{ from: '2026-12-24', until: '2026-12-26' }], time_zone: 'UTC' },
    { piece: 'next', at: '2026-11-22T12:00:00.000Z', price_cents: 94_99 },
    { piece: 'floor', at: '2026-11-29T12:00:00.000Z', price_cents: 90_00 },
  ])
})

test('a step that is too small to lower anything does not end the preview: a later step does', () => {
  const strategy = strategyOf({
    percentage_bp: 1,
    interval_days: 1,
    steps: [
      { after_days: 1, percentage_bp: 1 },
      { after_days: 2, percentage_bp: 101 },
      { after_days: 3, percentage_bp: 201 },
    ],
  })
  const listing = listingOf({ price_cents: 25, floor_cents: 1, reductions_enabled_at: '2026-11-01T08:00:00Z' })
  const { cuts } = priceCurve(listing, strategy, at('2026-11-01T08:00:00Z'), 1)
  expect(cuts).toEqual([{ at: '2026-11-04T08:00:00.000Z', price_cents: 24, is_floor: false }])
  const never = strategyOf({ percentage_bp: 1, interval_days: 1, steps: [{ after_days: 2, percentage_bp: 2 }] })
  expect(priceCurve(listing, never, at('2026-11-01T08:00:00Z'))).toEqual({ cuts: [], end: 'no_reduction' })
})
