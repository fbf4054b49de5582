import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { ebaySettingsQuery, strategiesQuery } from '#app/domains/connections/ebay.queries.ts'
import type { ListedListing } from '#core/listings/schema.ts'
import { daysToFloor, type FutureCut, type PriceCurve, priceCurve } from '#core/prices/future-drops.ts'
import { type Judgement, judgeListing, type PricingContext } from '#core/prices/pricing.ts'
import type { EbaySettings, Strategy } from '#core/prices/schema.ts'

/** What the pricing functions need besides the listing. */
export type Pricing = { context: PricingContext; strategies: readonly Strategy[]; settings: EbaySettings }

/** What happens to a listing's price: now, next, and until its floor. */
export type ListingOutlook = {
  judgement: Judgement
  curve: PriceCurve
  next: FutureCut | null
  days_to_floor: number | null
}

/** Undefined until settings and strategies are known. `asOfMs`: when the listings were read. */
export function usePricing(asOfMs: number): { pricing: Pricing | undefined; error: Error | null; retry: () => void } {
  const settings = useQuery(ebaySettingsQuery())
  const strategies = useQuery(strategiesQuery())
  const pricing = useMemo(() => {
    if (!settings.data || !strategies.data) return undefined
    const { reductions_paused, vacation_until, lower_during_sales } = settings.data
    const now = new Date(asOfMs || Date.now())
    const context = { now, reductions_paused, vacation_until, lower_during_sales }
    return { context, strategies: strategies.data, settings: settings.data }
  }, [settings.data, strategies.data, asOfMs])
  return {
    pricing,
    error: pricing ? null : (settings.error ?? strategies.error),
    retry: () => {
      if (settings.isError) void settings.refetch()
      if (strategies.isError) void strategies.refetch()
    },
  }
}

/** Asked of the functions the runs ask. */
export function outlookOf(listing: ListedListing, { context, strategies }: Pricing): ListingOutlook {
  const strategy = strategies.find(({ id }) => id === listing.strategy_id) ?? null
  const curve = priceCurve(listing, strategy, context)
  return {
    judgement: judgeListing(listing, strategy, context),
    curve,
    next: curve.cuts[0] ?? null,
    days_to_floor: daysToFloor(curve, context.now),
  }
}
