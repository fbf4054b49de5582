import { describe, expect, test } from 'vitest'
import { fc, runs } from '../testing/property.ts'
import { futureCuts, priceCurve, RUN_EVERY_HOURS } from './future-drops.ts'
import { nextPrice } from './next-price.ts'
import { planCuts } from './plan-drops.ts'
import type { PricedListing } from './priced-listing.ts'
import { judgeListing, type PricingContext } from './pricing.ts'
import type { PricedStrategy } from './strategies.ts'
import { listingOf, strategyOf } from './testing/samples.ts'
import { clockAt, DAY_MS, dayIn, HOUR_MS, instantWhen } from './zone.ts'

const START_MS = Date.parse('2026-02-01T00:00:00Z')
const DAYS = 400

const price = fc.oneof(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 99_999_999_99 }))
const size = fc.oneof(
  fc.record({ kind: fc.constant('percentage' as const), percentage_bp: fc.integer({ min: 1, max: 9000 }) }),
  fc.record({ kind: fc.constant('fixed' as const), amount_cents: price }),
)
const zone = fc.constantFrom(
  'UTC',
  'America/Chicago',
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Africa/Cairo',
)
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null })
const instant = fc.integer({ min: 0, max: DAYS * 24 * 60 }).map((minutes) => START_MS + minutes * 60_000)
const iso = (ms: number) => new Date(ms).toISOString()
const timeOfDay = fc
  .integer({ min: 0, max: 1439 })
  .map((at) => `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`)
const day = instant.map((ms) => iso(ms).slice(0, 10))

const strategy: fc.Arbitrary<PricedStrategy> = fc
  .record({
    size,
    interval_days: fc.integer({ min: 1, max: 30 }),
    start_delay_days: fc.integer({ min: 0, max: 20 }),
    stepDays: fc.uniqueArray(fc.integer({ min: 1, max: 200 }), { maxLength: 3 }),
    max_cut_cents: maybe(price),
    price_ending: maybe(fc.integer({ min: 0, max: 99 })),
    quiet: maybe(fc.tuple(timeOfDay, timeOfDay).filter(([from, until]) => from !== until)),
    blackouts: fc.array(fc.tuple(day, day), { maxLength: 3 }),
    time_zone: zone,
  })
  .map(({ size: cut, stepDays, quiet, blackouts, ...rule }) => {
    const steps = stepDays
      .toSorted((a, b) => a - b)
      .map((after_days, at) =>
        cut.kind === 'percentage'
          ? { after_days, percentage_bp: Math.min(9000, cut.percentage_bp + at * 100) }
          : { after_days, amount_cents: Math.min(100_000_000_00, cut.amount_cents + at) },
      )
    const blackout_dates = blackouts.map(([a, b]) => (a <= b ? { from: a, until: b } : { from: b, until: a }))
    return strategyOf({
      ...cut,
      ...rule,
      steps,
      quiet_from: quiet?.[0] ?? null,
      quiet_until: quiet?.[1] ?? null,
      blackout_dates,
    })
  })

const listing: fc.Arbitrary<PricedListing> = fc
  .record({ price_cents: price, floor_cents: price, enabledMs: instant, lastCutMs: maybe(instant) })
  .map(({ enabledMs, lastCutMs, ...money }) =>
    listingOf({
      ...money,
      reductions_enabled_at: iso(enabledMs),
      last_cut_at: lastCutMs === null ? null : iso(lastCutMs),
    }),
  )

const contextAt = (ms: number): PricingContext => ({
  now: new Date(ms),
  reductions_paused: false,
  vacation_until: null,
  lower_during_sales: false,
})

type Made = { at: number; slot_at: string; from: number; to: number }

/** Plays runs at those instants, each against the listing as the runs before it left it. */
function play(start: PricedListing, rule: PricedStrategy, instants: readonly number[]): Made[] {
  const made: Made[] = []
  let state = start
  for (const ms of instants) {
    const judgement = judgeListing(state, rule, contextAt(ms))
    if (!judgement.eligible) continue
    const { slot_at, old_price_cents: from, new_price_cents: to } = judgement
    made.push({ at: ms, slot_at, from, to })
    state = { ...state, price_cents: to, last_cut_at: iso(ms) }
  }
  return made
}

const sorted = (instants: readonly number[]) => instants.toSorted((a, b) => a - b)

describe('whatever the rule', () => {
  test('a price is never raised, never below the floor, never cut by more than the cap', () => {
    fc.assert(
      fc.property(
        price,
        price,
        size,
        maybe(price),
        maybe(fc.integer({ min: 0, max: 99 })),
        (a, b, cut, cap, ending) => {
          const [floor_cents, old] = a < b ? [a, b] : [b, a]
          if (floor_cents === old) return
          const next = nextPrice(old, { size: cut, max_cut_cents: cap, price_ending: ending, floor_cents })
          expect(Number.isSafeInteger(next.price_cents)).toBe(true)
          expect(next.price_cents).toBeGreaterThanOrEqual(floor_cents)
          expect(next.price_cents).toBeLessThanOrEqual(old)
          if (cap !== null) expect(old - next.price_cents).toBeLessThanOrEqual(cap)
          expect(next.is_floor).toBe(next.price_cents === floor_cents)
          if (next.has_ending) expect(next.price_cents % 100).toBe(ending)
        },
      ),
      runs(1000),
    )
  })

  test('a percentage is exact, half-up', () => {
    fc.assert(
      fc.property(price, fc.integer({ min: 1, max: 9000 }), (old, percentage_bp) => {
        const rule = { size: { kind: 'percentage', percentage_bp } as const, max_cut_cents: null, price_ending: null }
        const exact = (BigInt(old) * BigInt(10_000 - percentage_bp) * 2n + 10_000n) / 20_000n
        expect(nextPrice(old, { ...rule, floor_cents: 1 }).price_cents).toBe(Math.max(1, Number(exact)))
      }),
    )
  })
})

describe('however runs fall', () => {
  test('each cut has a slot of its own, at least one interval after the one before, and prices only fall', () => {
    fc.assert(
      fc.property(listing, strategy, fc.array(instant, { maxLength: 60 }), (start, rule, instants) => {
        const made = play(start, rule, sorted(instants))
        expect(new Set(made.map(({ slot_at }) => slot_at)).size).toBe(made.length)
        made.forEach((cut, at) => {
          const before = made[at - 1]
          expect(cut.to).toBeLessThan(before?.to ?? start.price_cents)
          expect(cut.to).toBeGreaterThanOrEqual(start.floor_cents ?? Number.POSITIVE_INFINITY)
          expect(Date.parse(cut.slot_at)).toBeLessThanOrEqual(cut.at)
          if (before) expect(cut.at - before.at).toBeGreaterThan(rule.interval_days * DAY_MS - HOUR_MS)
        })
      }),
      runs(300),
    )
  })

  test('a run that is started again, or twice, or whose clock goes back, cuts nothing twice', () => {
    fc.assert(
      fc.property(listing, strategy, fc.array(instant, { maxLength: 40 }), (start, rule, instants) => {
        const once = play(start, rule, sorted(instants))
        const again = sorted(instants).flatMap((ms) => [ms, ms, ms + 30_000, ms - 10 * HOUR_MS])
        const cutAt = new Set(once.map(({ at }) => at))
        const repeated = play(
          start,
          rule,
          again.filter((ms) => ms >= START_MS),
        )
        expect(new Set(repeated.map(({ slot_at }) => slot_at)).size).toBe(repeated.length)
        // Runs that find nothing to do change nothing.
        expect(
          play(
            start,
            rule,
            sorted(instants).filter((ms) => cutAt.has(ms)),
          ),
        ).toEqual(once)
      }),
      runs(300),
    )
  })

  test('the order in which listings are looked at does not matter, and a cap is kept', () => {
    const many = fc.array(listing, { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(
        many,
        strategy,
        instant,
        fc.integer({ min: 1, max: 5 }),
        fc.nat(),
        (listings, rule, ms, cap, turn) => {
          const capped = { ...rule, max_cuts_per_day: cap }
          const entries = listings.map((facts, at) => ({ listing: { ...facts, id: `l${at}` }, strategy: capped }))
          const by = turn % entries.length
          const rotated = [...entries.slice(by), ...entries.slice(0, by)].toReversed()
          const cutsOf = (list: typeof entries) => planCuts(list, contextAt(ms)).cuts.map(({ listing: { id } }) => id)
          expect(cutsOf(rotated)).toEqual(cutsOf(entries))
          expect(cutsOf(entries).length).toBeLessThanOrEqual(cap)
        },
      ),
      runs(200),
    )
  })

  test('the preview is what the runs do', () => {
    fc.assert(
      fc.property(listing, strategy, instant, fc.integer({ min: 0, max: 3500 }), (start, rule, fromMs, late) => {
        const stepMs = RUN_EVERY_HOURS * HOUR_MS
        const untilMs = fromMs + 150 * DAY_MS
        const runs: number[] = []
        for (let ms = Math.ceil(fromMs / stepMs) * stepMs; ms < untilMs; ms += stepMs) runs.push(ms)
        const made = play(start, rule, runs).map(({ at, to }) => ({ at: iso(at), price_cents: to }))
        const previewed = [...futureCuts(start, rule, contextAt(fromMs))]
          .filter(({ at }) => Date.parse(at) < untilMs)
          .map(({ at, price_cents }) => ({ at, price_cents }))
        expect(previewed).toEqual(made)
        // A run that is late by less than an hour makes the same cuts, unless quiet hours begin meanwhile.
        if (rule.quiet_from === null && rule.blackout_dates.length === 0) {
          const lateCuts = play(
            start,
            rule,
            runs.map((ms) => ms + late * 1000),
          )
          expect(lateCuts.map(({ to }) => to)).toEqual(made.map(({ price_cents }) => price_cents))
        }
      }),
      runs(60),
    )
  })

  test('a curve that ends at the floor ends there exactly', () => {
    fc.assert(
      fc.property(listing, strategy, instant, (start, rule, ms) => {
        const { cuts, end } = priceCurve(start, rule, contextAt(ms), 200)
        if (end === 'floor') expect(cuts.at(-1)).toMatchObject({ price_cents: start.floor_cents, is_floor: true })
        expect(cuts.filter(({ is_floor }) => is_floor)).toHaveLength(end === 'floor' ? 1 : 0)
      }),
      runs(300),
    )
  })
})

describe('clocks', () => {
  test('quiet hours end at the first minute that is not quiet', () => {
    fc.assert(
      fc.property(strategy, instant, (rule, ms) => {
        const judge = (at: number) =>
          judgeListing(listingOf({ reductions_enabled_at: iso(0) }), { ...rule, blackout_dates: [] }, contextAt(at))
        const judgement = judge(ms)
        if (judgement.eligible || judgement.reason !== 'quiet_hours') return
        const untilMs = Date.parse(judgement.until ?? '')
        expect(untilMs).toBeGreaterThan(ms)
        expect(judge(untilMs)).not.toMatchObject({ reason: 'quiet_hours' })
        for (const share of [0.1, 0.5, 0.9]) {
          expect(judge(ms + (untilMs - ms) * share)).toMatchObject({ reason: 'quiet_hours' })
        }
        expect(judge(untilMs - 1)).toMatchObject({ reason: 'quiet_hours' })
      }),
      runs(500),
    )
  })

  test('midnight is the first instant of the day', () => {
    fc.assert(
      fc.property(zone, instant, (name, ms) => {
        const today = dayIn(name, ms)
        const midnight = Date.parse(today) + DAY_MS
        const at = instantWhen(name, midnight, ms)
        expect(dayIn(name, at) > today).toBe(true)
        expect(dayIn(name, at - 1)).toBe(today)
        expect(clockAt(name, at)).toBeGreaterThanOrEqual(midnight)
      }),
      runs(500),
    )
  })
})
