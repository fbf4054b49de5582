import type { PricedListing } from './priced-listing.ts'
import { type Cut, judgeListing, type PricingContext, type Skip } from './pricing.ts'
import type { PricedStrategy } from './strategies.ts'
import { DAY_MS, dayIn, instantWhen } from './zone.ts'

export type PlannedCut<L extends PricedListing = PricedListing> = { listing: L; strategy: PricedStrategy; cut: Cut }
export type PlannedSkip<L extends PricedListing = PricedListing> = {
  listing: L
  strategy: PricedStrategy | null
  skip: Skip
}
export type CutPlan<L extends PricedListing = PricedListing> = { cuts: PlannedCut<L>[]; skipped: PlannedSkip<L>[] }

/**
 * What a run does now: the cuts, the longest due first, and everything else with its reason. `cutsTodayByStrategy` counts
 * by strategy id the listings already cut (or about to be) in the strategy's current day, see `dayOfStrategy`. The order
 * of the listings does not matter, except that a strategy with `max_cuts_per_day` must be planned in one piece, or in
 * pieces that begin with the longest due.
 */
export function planCuts<L extends PricedListing>(
  listings: Iterable<{ listing: L; strategy: PricedStrategy | null }>,
  context: PricingContext,
  cutsTodayByStrategy: ReadonlyMap<string, number> = new Map(),
): CutPlan<L> {
  const due: PlannedCut<L>[] = []
  const skipped: PlannedSkip<L>[] = []
  for (const { listing, strategy } of listings) {
    const judgement = judgeListing(listing, strategy, context)
    if (judgement.eligible && strategy) due.push({ listing, strategy, cut: judgement })
    else if (!judgement.eligible) skipped.push({ listing, strategy, skip: judgement })
  }
  due.sort(byDue)
  const used = new Map(cutsTodayByStrategy)
  const cuts = due.filter(({ listing, strategy }) => {
    const count = used.get(strategy.id) ?? 0
    if (strategy.max_cuts_per_day !== null && count >= strategy.max_cuts_per_day) {
      skipped.push({ listing, strategy, skip: dayCap(strategy, context.now) })
      return false
    }
    used.set(strategy.id, count + 1)
    return true
  })
  return { cuts, skipped }
}

/** The calendar day on which a strategy's cuts are counted, `2026-11-22` by its own clock. */
export const dayOfStrategy = (strategy: Pick<PricedStrategy, 'time_zone'>, at: Date): string =>
  dayIn(strategy.time_zone, at.getTime())

function dayCap(strategy: PricedStrategy, now: Date): Skip {
  const tomorrowMs = Date.parse(dayOfStrategy(strategy, now)) + DAY_MS
  const until = new Date(instantWhen(strategy.time_zone, tomorrowMs, now.getTime())).toISOString()
  return { eligible: false, reason: 'day_cap', until }
}

function byDue(a: PlannedCut, b: PlannedCut): number {
  if (a.cut.slot_at !== b.cut.slot_at) return a.cut.slot_at < b.cut.slot_at ? -1 : 1
  return a.listing.id < b.listing.id ? -1 : a.listing.id > b.listing.id ? 1 : 0
}
