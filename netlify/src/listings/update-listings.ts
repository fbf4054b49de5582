import type { BulkUpdateListings, CarryOverListings, Listing, UpdateListing } from '#core/listings/schema.ts'
import type { PriceChange } from '#core/prices/schema.ts'
import type { UserContext } from '../context.ts'
import { wakeJobs } from '../jobs/wake-jobs.ts'
import {
  carryOver,
  getListing,
  requestPrice,
  requestPriceUndo,
  requestSync,
  updateListingRows,
} from './listings.repo.ts'

/**
 * Changes what the person owns of a listing. Throws `not_allowed`, `listing_not_found`, `strategy_not_found`,
 * `product_not_found`.
 */
export async function updateListing({ db }: UserContext, id: string, patch: UpdateListing): Promise<Listing> {
  await updateListingRows(db, [id], patch)
  return getListing(db, id)
}

export const updateListings = ({ db }: UserContext, { ids, patch }: BulkUpdateListings) =>
  updateListingRows(db, ids, patch)

/** Carries the settings of ended listings over to the relisted items, or declines for good. */
export const carryOverListings = async ({ db }: UserContext, answer: CarryOverListings) => ({
  changed: await carryOver(db, answer),
})

/**
 * A price a person typed: written to the price history, then sent by a job that is woken at once. The answer is the price history's row;
 * it becomes `confirmed` when eBay shows the price.
 */
export async function setPrice(
  ctx: UserContext,
  id: string,
  { price_cents, is_below_floor_confirmed }: { price_cents: number; is_below_floor_confirmed: boolean },
): Promise<PriceChange> {
  const change = await requestPrice(ctx.db, id, price_cents, is_below_floor_confirmed)
  wakeJobs(ctx)
  return change
}

/** Back to the price before a change, the same careful way. */
export async function undoPriceChange(ctx: UserContext, id: string): Promise<PriceChange> {
  const change = await requestPriceUndo(ctx.db, id)
  wakeJobs(ctx)
  return change
}

/** Asks for a sync of everything on sale. */
export async function syncListings(ctx: UserContext) {
  const sync = await requestSync(ctx.db)
  wakeJobs(ctx)
  return { sync }
}
