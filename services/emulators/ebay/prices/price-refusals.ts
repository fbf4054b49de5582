import type { EbayState, Listing } from '../state.ts'

const TWELVE_HOURS_MS = 12 * 3_600_000

/** Why a price is not revised, by the code of each API. */
type PriceRefusal = { trading: string; inventory: number; message: string }

/** The account may not sell for more money in total, so no price of it is revised. */
export const hasReachedSellingLimit = (state: EbayState, sellerId: string): boolean =>
  state.sellers.some(({ user_id, selling_limit_reached }) => user_id === sellerId && selling_limit_reached)

/** Why this listing's price is not revised now; null when it is. A refusal that was asked for once is used up. */
export function takePriceRefusal(listing: Listing, nowMs: number): PriceRefusal | null {
  const { refusal, item_id, ends_at } = listing
  if (refusal) {
    if (!refusal.until_cleared) listing.refusal = null
    return { trading: refusal.code, inventory: Number(refusal.code), message: refusal.message }
  }
  const hasOffers = listing.best_offers_open > 0
  const endsSoon = ends_at !== null && ends_at - nowMs < TWELVE_HOURS_MS
  if (!hasOffers && !endsSoon) return null
  // The contract words 25038 with "or" and 25040 with "and".
  const isBoth = hasOffers && endsSoon
  const both = isBoth ? 'and' : 'or'
  return {
    trading: '21919028',
    inventory: isBoth ? 25040 : 25038,
    message: `${item_id} cannot be revised if the item has a bid or a best offer ${both} is ending within 12 hours`,
  }
}
