import type { PricedListing } from '../priced-listing.ts'
import type { PricingContext } from '../pricing.ts'
import { type PricedStrategy, StrategyRule } from '../strategies.ts'

/** Lives and is active: 5% every 7 days unless told otherwise. */
export function strategyOf(rule: Partial<Record<keyof StrategyRule, unknown>> = {}): PricedStrategy {
  const size = rule.kind === 'fixed' ? {} : { kind: 'percentage', percentage_bp: 500 }
  return {
    ...StrategyRule.parse({ ...size, interval_days: 7, ...rule }),
    id: 's1',
    name: 'S',
    is_active: true,
    is_live: true,
  }
}

/** On since 1 November 2026, 08:00 UTC, never cut. */
export const listingOf = (facts: Partial<PricedListing> = {}): PricedListing => ({
  id: 'l1',
  price_cents: 100_00,
  quantity_available: 3,
  status: 'active',
  listing_format: 'fixed_price',
  has_variations: false,
  floor_cents: 60_00,
  reductions_enabled: true,
  reductions_enabled_at: '2026-11-01T08:00:00+00:00',
  last_cut_at: null,
  parked_code: null,
  held_until: null,
  sale_ends_at: null,
  open_change_id: null,
  ...facts,
})

export const at = (now: string, context: Partial<PricingContext> = {}): PricingContext => ({
  now: new Date(now),
  reductions_paused: false,
  vacation_until: null,
  lower_during_sales: false,
  ...context,
})
