import type { PricedListing } from './priced-listing.ts'
import { judgeListing, type PricingContext } from './pricing.ts'
import type { SkipReason } from './reasons.ts'
import type { PricedStrategy } from './strategies.ts'
import { DAY_MS, HOUR_MS } from './zone.ts'

/** Runs begin at 00, 04, 08, 12, 16 and 20 o'clock UTC. */
export const RUN_EVERY_HOURS = 4

export type FutureCut = { at: string; price_cents: number; is_floor: boolean }

/** Why the curve ends: the floor is reached, `limit` cuts were listed, or nothing more would ever be cut. */
export type CurveEnd = 'floor' | 'limit' | SkipReason

/**
 * The cuts the scheduled runs from `context.now` on would make if nothing else happened, oldest first, at most `limit`;
 * returns why there are no more. It plays the runs with the function they use, so it says what they will do. Caps per day
 * depend on the other listings and are left out.
 */
export function* futureCuts(
  listing: PricedListing,
  strategy: PricedStrategy | null,
  context: PricingContext,
  limit = 500,
): Generator<FutureCut, CurveEnd> {
  let state = listing
  let atMs = runAtOrAfter(context.now.getTime())
  for (let found = 0; found < limit; ) {
    const judgement = judgeListing(state, strategy, { ...context, now: new Date(atMs) })
    if (judgement.eligible) {
      const at = new Date(atMs).toISOString()
      const { new_price_cents: price_cents, inputs } = judgement
      yield { at, price_cents, is_floor: inputs.is_floor }
      if (inputs.is_floor) return 'floor'
      found += 1
      state = { ...state, price_cents, last_cut_at: at }
      continue
    }
    const again = judgement.due_at ?? judgement.until
    const againMs = again === undefined ? Number.POSITIVE_INFINITY : Date.parse(again)
    if (againMs - context.now.getTime() > MAX_AHEAD_MS) return judgement.reason
    atMs = runAtOrAfter(againMs)
  }
  return 'limit'
}

/** Further than any strategy reaches: blackouts without end are not waited for. */
const MAX_AHEAD_MS = 100 * 365 * DAY_MS

/** The first scheduled run at that moment or after it. */
export function runAtOrAfter(ms: number): number {
  const stepMs = RUN_EVERY_HOURS * HOUR_MS
  return Math.ceil(ms / stepMs) * stepMs
}

export type PriceCurve = { cuts: FutureCut[]; end: CurveEnd }

/** `futureCuts` as a list with its end. */
export function priceCurve(
  listing: PricedListing,
  strategy: PricedStrategy | null,
  context: PricingContext,
  limit?: number,
): PriceCurve {
  const cuts: FutureCut[] = []
  const future = futureCuts(listing, strategy, context, limit)
  for (;;) {
    const next = future.next()
    if (next.done) return { cuts, end: next.value }
    cuts.push(next.value)
  }
}

/** Whole days until the floor, rounded up; null when the curve does not reach it. */
export function daysToFloor({ cuts, end }: PriceCurve, now: Date): number | null {
  const last = cuts.at(-1)
  if (end !== 'floor' || !last) return null
  return Math.ceil((Date.parse(last.at) - now.getTime()) / DAY_MS)
}

/** The strategy as it would act if it were live: for previews. */
export const asIfLive = (strategy: PricedStrategy): PricedStrategy => ({ ...strategy, is_live: true, is_active: true })

/** The listing as it would be if reductions were switched on at that moment, unless they already are: for previews. */
export const asIfSwitchedOn = <L extends PricedListing>(listing: L, at: Date): L =>
  listing.reductions_enabled && listing.reductions_enabled_at !== null
    ? listing
    : { ...listing, reductions_enabled: true, reductions_enabled_at: at.toISOString() }
