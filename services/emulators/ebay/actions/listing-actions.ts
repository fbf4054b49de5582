import { z } from 'zod'
import { findItem } from '../inventory/inventory-items.ts'
import { makeSale, saleFields } from '../prices/sale.ts'
import { addListing, endListing, revise, revisionDay, scheduleEnd, untouched } from '../shop.ts'
import { type EbayState, type Listing, newItemId, type Offer, shopOf } from '../state.ts'
import { type Context, ItemId, knownListing, refused } from './input.ts'

/** Somebody buys: less is there, more is sold. */
export function sell(input: unknown, { store, clock }: Context) {
  const { item_id, quantity, sku } = z
    .strictObject({ ...ItemId, quantity: z.int().min(1).default(1), sku: z.string().optional() })
    .parse(input)
  const listing = knownListing(store.state, item_id)
  const variation = listing.variations.find((one) => one.sku === sku)
  const target = variation ?? listing
  if (listing.status === 'ended' || target.quantity_available < quantity)
    throw refused('item_id', 'not that many are there')
  revise(store.state, listing, { quantity: target.quantity_available - quantity, variation }, 'seller', clock)
  if (variation) variation.quantity_sold += quantity
  listing.quantity_sold += quantity
  const item = listing.sku === null ? undefined : findItem(store.state, listing.seller_id, listing.sku)
  if (item?.quantity && listing.offer_id !== null) item.quantity = Math.max(0, item.quantity - quantity)
  return { listing }
}

const Edit = z.strictObject({
  ...ItemId,
  price_cents: z.int().min(1).optional(),
  quantity: z.int().min(0).optional(),
  title: z.string().min(1).optional(),
  currency: z.string().optional(),
  watch_count: z.int().min(0).nullable().optional(),
  picture_url: z.string().optional(),
  hides_quantity: z.boolean().optional(),
  best_offers_open: z.int().min(0).optional(),
  /** When the listing ends by the clock; null: good till cancelled. */
  ends_in_s: z.int().min(1).nullable().optional(),
  /** Revisions already made today. */
  revisions_today: z.int().min(0).optional(),
})

/** The seller changes the listing on eBay itself: price, stock, title and the like. */
export function edit(input: unknown, { store, clock }: Context) {
  const { item_id, price_cents, quantity, ends_in_s, revisions_today, ...rest } = Edit.parse(input)
  const listing = knownListing(store.state, item_id)
  if (price_cents !== undefined || quantity !== undefined)
    revise(store.state, listing, { price_cents, quantity }, 'seller', clock)
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
  Object.assign(listing, given)
  if (ends_in_s !== undefined)
    scheduleEnd(store.state, listing, ends_in_s === null ? null : clock.now() + ends_in_s * 1000)
  if (revisions_today !== undefined) {
    listing.revised_on = revisionDay(store.state.revision_time_zone, clock.now())
    listing.revisions_that_day = revisions_today
  }
  return { listing }
}

export function end(input: unknown, { store, clock }: Context) {
  const listing = knownListing(store.state, z.strictObject(ItemId).parse(input).item_id)
  endListing(store.state, listing, clock.now())
  return { listing }
}

/** The seller lists an ended one again, under a new number; the offer of the old listing leads to the new one. */
export function relist(input: unknown, { store: { state }, clock }: Context) {
  const ended = endedListing(state, input)
  const listing: Listing = {
    ...ended,
    ...untouched,
    item_id: newItemId(state),
    status: 'active',
    previous_price_cents: ended.price_cents,
    quantity_sold: 0,
    started_at: clock.now(),
    ended_at: null,
    variations: ended.variations.map((variation) => ({ ...variation, quantity_sold: 0 })),
  }
  publishAgain(listing, offerOf(state, ended))
  addListing(state, listing)
  return { listing }
}

/** An ended listing is active again under the same number, as after a mistake of eBay's. */
export function unend(input: unknown, { store: { state } }: Context) {
  const listing = endedListing(state, input)
  const offer = offerOf(state, listing)
  if (offer && offer.item_id !== listing.item_id) throw refused('item_id', 'the listing was relisted')
  listing.status = 'active'
  listing.ended_at = null
  scheduleEnd(state, listing, null)
  publishAgain(listing, offer)
  addListing(state, listing)
  return { listing }
}

const StartSale = z
  .strictObject({ ...ItemId, ...saleFields })
  .refine((sale) => (sale.percent_off === undefined) !== (sale.price_cents === undefined), 'percent_off or price_cents')

/** The seller puts one fixed-price listing on sale with the markdown manager. */
export function startSale(input: unknown, { store, clock }: Context) {
  const { item_id, ...given } = StartSale.parse(input)
  const listing = knownListing(store.state, item_id)
  if (listing.format === 'auction' || listing.variations.length > 0)
    throw refused('item_id', 'the emulator has sales of fixed-price listings without variations only')
  const sale = makeSale(given, listing.price_cents, clock.now())
  if (sale.price_cents >= listing.price_cents || sale.ends_at <= sale.started_at)
    throw refused('price_cents', 'a sale has a lower price and a time')
  listing.sale = sale
  return { listing }
}

export function endSale(input: unknown, { store }: Context) {
  const listing = knownListing(store.state, z.strictObject(ItemId).parse(input).item_id)
  listing.sale = null
  return { listing }
}

function endedListing(state: EbayState, input: unknown): Listing {
  const listing = knownListing(state, z.strictObject(ItemId).parse(input).item_id)
  if (listing.status === 'active') throw refused('item_id', 'the listing has not ended')
  return listing
}

const offerOf = (state: EbayState, { seller_id, offer_id }: Listing): Offer | undefined =>
  offer_id === null ? undefined : shopOf(state, seller_id).offers[offer_id]

/** Links an active listing and its offer; without the offer the listing belongs to Trading. */
function publishAgain(listing: Listing, offer: Offer | undefined): void {
  listing.offer_id = offer?.offer_id ?? null
  if (!offer) return
  offer.item_id = listing.item_id
  offer.is_published = true
}
