import type { EbayState, Listing, Sale } from '../state.ts'

export type ShownPrice = {
  /** The original price: a sale does not change it. */
  price_cents: number
  /** The running sale. */
  sale: Sale | null
  /** Prices of variations that differ from the truth, by SKU. */
  variation_cents: Record<string, number>
}

/** The sale while it runs, null before and after. */
export const runningSale = (sale: Sale | null, nowMs: number): Sale | null =>
  sale && sale.started_at <= nowMs && nowMs < sale.ends_at ? sale : null

/** The price a read shows. `isStale`: this one read shows the price from before the last change. */
export function shownPrice(listing: Listing, nowMs: number, isStale: boolean): ShownPrice {
  if (isStale) return { price_cents: listing.previous_price_cents, sale: null, variation_cents: {} }
  const { stale } = listing
  if (!stale || nowMs >= stale.until)
    return { price_cents: listing.price_cents, sale: runningSale(listing.sale, nowMs), variation_cents: {} }
  return { ...stale, sale: runningSale(stale.sale, nowMs) }
}

/** Call it before a price changes: reads keep showing what they show now, for as long as the listing or the plan says. */
export function keepShowing({ faults }: EbayState, listing: Listing, nowMs: number): void {
  const seconds = listing.stale_for_s ?? faults.stale_for_s
  if (seconds === 0) {
    listing.stale = null
    return
  }
  const variations = listing.variations.map(({ sku, price_cents }) => [sku, price_cents] as const)
  const shown =
    listing.stale && nowMs < listing.stale.until
      ? listing.stale
      : { price_cents: listing.price_cents, sale: listing.sale, variation_cents: Object.fromEntries(variations) }
  listing.stale = { ...shown, until: nowMs + seconds * 1000 }
}
