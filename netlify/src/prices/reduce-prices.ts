import { planCuts } from '#core/prices/plan-drops.ts'
import type { SkipReason } from '#core/prices/reasons.ts'
import type { PreviewPrices, PriceRun, ReducedPrices, ReducePrices } from '#core/prices/schema.ts'
import type { UserContext } from '../context.ts'
import { wakeJobs } from '../jobs/wake-jobs.ts'
import { getEbaySettings } from './ebay-settings.repo.ts'
import { getPriceRun, requestPriceRun, requestRunUndo } from './price-history.repo.ts'
import { countMyCutsToday, type ReadListing, readPricedListings } from './priced-listings.repo.ts'
import { listStrategies } from './strategies.repo.ts'

const MAX_ROWS = 200

/**
 * What a run would do now, and with `dry_run: false` the run itself: a job does it, and its price changes tell the rest. The
 * plan is made by the function the job uses. A dry run makes no call and no write.
 */
export async function reducePrices(ctx: UserContext, { dry_run, ...scope }: ReducePrices): Promise<ReducedPrices> {
  if (dry_run) return previewPrices(ctx, scope)
  const run_id = await requestPriceRun(ctx.db, scope)
  const plan = await previewPrices(ctx, scope)
  wakeJobs(ctx)
  return { ...plan, run_id }
}

/** What a run would do now. Makes no call and no write. */
export async function previewPrices({ db }: UserContext, scope: PreviewPrices): Promise<ReducedPrices> {
  const [settings, strategies, cutsToday] = await Promise.all([
    getEbaySettings(db),
    listStrategies(db),
    countMyCutsToday(db),
  ])
  const { reductions_paused, vacation_until, lower_during_sales } = settings
  const context = { now: new Date(), reductions_paused, vacation_until, lower_during_sales }
  const byId = new Map(strategies.map((strategy) => [strategy.id, strategy]))
  const rows: { listing: ReadListing; strategy: (typeof strategies)[number] | null }[] = []
  // Without a scope only what something cuts is looked at: that is what a run does.
  const isNarrowed = scope.listing_ids !== undefined || scope.strategy_id !== undefined
  for await (const page of readPricedListings(db, isNarrowed ? scope : { is_due: true })) {
    for (const listing of page) {
      rows.push({ listing, strategy: byId.get(listing.strategy_id ?? '') ?? null })
    }
  }
  const plan = planCuts(rows, context, cutsToday)
  const byReason: Partial<Record<SkipReason, number>> = {}
  for (const { skip } of plan.skipped) byReason[skip.reason] = (byReason[skip.reason] ?? 0) + 1
  return {
    run_id: null,
    counts: { looked_at: rows.length, changes: plan.cuts.length, skipped: plan.skipped.length },
    skipped_by_reason: byReason,
    changes: plan.cuts.slice(0, MAX_ROWS).map(({ listing, strategy, cut }) => ({
      ...nameOf(listing),
      strategy_id: strategy.id,
      strategy_name: strategy.name,
      slot_at: cut.slot_at,
      old_price_cents: cut.old_price_cents,
      new_price_cents: cut.new_price_cents,
      floor_cents: cut.inputs.floor_cents,
      currency: listing.currency,
    })),
    skipped: plan.skipped.slice(0, MAX_ROWS).map(({ listing, skip: { reason, due_at, until } }) => ({
      ...nameOf(listing),
      reason,
      ...(due_at !== undefined && { due_at }),
      ...(until !== undefined && { until }),
    })),
  }
}

const nameOf = ({ id: listing_id, ebay_item_id, title }: ReadListing) => ({ listing_id, ebay_item_id, title })

/** Back to the earlier prices of everything a run changed, unless changed since. */
export async function undoPriceRun(ctx: UserContext, id: string): Promise<PriceRun> {
  const undoId = await requestRunUndo(ctx.db, id)
  wakeJobs(ctx)
  return getPriceRun(ctx.db, undoId)
}
