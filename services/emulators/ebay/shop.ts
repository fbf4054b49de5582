import type { Clock } from '../frame/clock.ts'
import { keepShowing, runningSale } from './prices/shown-price.ts'
import { type EbayState, type Listing, type Offer, type Revision, type Shop, shopOf, type Variation } from './state.ts'

export const REVISIONS_PER_DAY = 250
const GTC_MONTH_MS = 30 * 86_400_000

/** A listing nothing has happened to yet. */
export const untouched = {
  sale: null,
  best_offers_open: 0,
  ends_at: null,
  stale_for_s: null,
  stale: null,
  refusal: null,
  revised_on: '',
  revisions_that_day: 0,
} satisfies Partial<Listing>

/** A listing of that seller, ended or not. */
export function findListing(state: EbayState, sellerId: string, itemId: string): Listing | undefined {
  return shopOf(state, sellerId).listings[itemId]
}

/** A listing of any seller, ended or not. */
export function findAnyListing(state: EbayState, itemId: string): Listing | undefined {
  for (const { listings } of Object.values(state.shops)) {
    const listing = listings[itemId]
    if (listing) return listing
  }
  return undefined
}

export function offersOf(shop: Shop, sku: string): Offer[] {
  return (shop.offer_ids_by_sku[sku] ?? []).flatMap((id) => shop.offers[id] ?? [])
}

export function addOffer(shop: Shop, offer: Offer): void {
  shop.offers[offer.offer_id] = offer
  const ids = shop.offer_ids_by_sku[offer.sku] ?? []
  ids.push(offer.offer_id)
  shop.offer_ids_by_sku[offer.sku] = ids
}

export function removeOffer(shop: Shop, { offer_id, sku }: Offer): void {
  delete shop.offers[offer_id]
  const left = (shop.offer_ids_by_sku[sku] ?? []).filter((id) => id !== offer_id)
  if (left.length > 0) shop.offer_ids_by_sku[sku] = left
  else delete shop.offer_ids_by_sku[sku]
}

/** Good-till-cancelled listings renew every month: the end of the running one. */
export function endOfListing(listing: Listing, nowMs: number): number {
  if (listing.ended_at !== null) return listing.ended_at
  if (listing.ends_at !== null) return listing.ends_at
  const months = Math.floor(Math.max(0, nowMs - listing.started_at) / GTC_MONTH_MS) + 1
  return listing.started_at + months * GTC_MONTH_MS
}

/** The calendar day revisions are counted in. */
export function revisionDay(timeZone: string, nowMs: number): string {
  if (timeZone === 'UTC') return new Date(nowMs).toISOString().slice(0, 10)
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(nowMs)
}

export function revisionsToday(state: EbayState, listing: Listing, nowMs: number): number {
  return listing.revised_on === revisionDay(state.revision_time_zone, nowMs) ? listing.revisions_that_day : 0
}

type Change = { price_cents?: number | undefined; quantity?: number | undefined; variation?: Variation | undefined }

/**
 * Sets price or quantity, or both, and notes it. A new price ends a running sale. What a program does counts as one of the
 * day's 250 revisions, also when nothing differs. The caller checks who may do it.
 */
export function revise(
  state: EbayState,
  listing: Listing,
  { price_cents, quantity, variation }: Change,
  through: Revision['through'],
  clock: Clock,
): void {
  const now = clock.now()
  const target = variation ?? listing
  const revision: Revision = {
    at: clock.iso(),
    item_id: listing.item_id,
    sku: target.sku,
    through,
    old_price_cents: target.price_cents,
    new_price_cents: price_cents ?? target.price_cents,
    shown_price_cents: listing.last_shown_cents ?? target.price_cents,
    old_quantity: target.quantity_available,
    new_quantity: quantity ?? target.quantity_available,
  }
  if (price_cents !== undefined) {
    keepShowing(state, listing, now)
    if (runningSale(listing.sale, now)) listing.sale = null
    if (!variation) listing.previous_price_cents = listing.price_cents
    target.price_cents = price_cents
  }
  if (quantity !== undefined) target.quantity_available = quantity
  if (variation) {
    listing.price_cents = Math.min(...listing.variations.map((one) => one.price_cents))
    listing.quantity_available = listing.variations.reduce((sum, one) => sum + one.quantity_available, 0)
  }
  state.revisions.push(revision)
  if (through === 'seller') return
  listing.revisions_that_day = revisionsToday(state, listing, now) + 1
  listing.revised_on = revisionDay(state.revision_time_zone, now)
}

export function endListing(state: EbayState, listing: Listing, nowMs: number): void {
  if (listing.status === 'ended') return
  listing.status = 'ended'
  listing.ended_at = nowMs
  activeLists.delete(shopOf(state, listing.seller_id))
}

/** The listing ends by the clock at `endsAt`; null makes it good till cancelled. */
export function scheduleEnd(state: EbayState, listing: Listing, endsAt: number | null): void {
  const { seller_id, item_id } = listing
  listing.ends_at = endsAt
  state.ending = state.ending.filter((one) => one.item_id !== item_id)
  if (endsAt !== null) state.ending.push({ seller_id, item_id })
  activeLists.delete(shopOf(state, seller_id))
}

/** Ends the listings whose time is over. */
export function endDueListings(state: EbayState, nowMs: number): void {
  if (state.ending.length === 0) return
  state.ending = state.ending.filter(({ seller_id, item_id }) => {
    const listing = findListing(state, seller_id, item_id)
    if (!listing || listing.ends_at === null || listing.status === 'ended') return false
    if (listing.ends_at > nowMs) return true
    endListing(state, listing, listing.ends_at)
    return false
  })
}

export function addListing(state: EbayState, listing: Listing): void {
  const shop = shopOf(state, listing.seller_id)
  shop.listings[listing.item_id] = listing
  activeLists.delete(shop)
}

/** A seller's active listings in the order they were made, kept until one begins or ends. */
const activeLists = new WeakMap<Shop, Listing[]>()

export function activeListings(state: EbayState, sellerId: string): Listing[] {
  const shop = shopOf(state, sellerId)
  const listings = activeLists.get(shop) ?? Object.values(shop.listings).filter(({ status }) => status === 'active')
  activeLists.set(shop, listings)
  return listings
}
