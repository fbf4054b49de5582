import { z } from 'zod'
import type { EmulatorContext } from '../../frame/create-emulator.ts'
import { findItem } from '../inventory/inventory-items.ts'
import { notifyDeletion, sendChallenge } from '../notifications.ts'
import { endListing, revise, revisionDay, revisionsToday } from '../shop.ts'
import { type EbayState, faultKinds, type Listing, noFaults, shopOf } from '../state.ts'

type Context = EmulatorContext<EbayState>

const FaultKind = z.enum(faultKinds)
const ItemId = { item_id: z.string() }
const Nothing = z.strictObject({})

const Truth = z.strictObject({ seller_id: z.string().optional(), item_ids: z.array(z.string()).optional() })

/** What is really there, of all sellers or one, of all listings or some. */
function truth(input: unknown, { store, clock }: Context) {
  const { seller_id, item_ids } = Truth.parse(input)
  const wanted = item_ids && new Set(item_ids)
  const listings = Object.entries(store.state.shops)
    .filter(([id]) => seller_id === undefined || id === seller_id)
    .flatMap(([, shop]) => Object.values(shop.listings))
    .filter(({ item_id }) => wanted === undefined || wanted.has(item_id))
    .map(({ revised_on: _, revisions_that_day: __, ...listing }) => ({
      ...listing,
      kind: listing.offer_id === null ? 'trading' : 'inventory',
      revisions_today: revisionsToday(store.state, { ...listing, revised_on: _, revisions_that_day: __ }, clock.now()),
    }))
  return { listings }
}

const Revisions = z.strictObject({ item_id: z.string().optional(), since: z.int().min(0).default(0) })

/** Every change that was taken, oldest first; `next` is the `since` for those that come after. */
function revisions(input: unknown, { store: { state } }: Context) {
  const { item_id, since } = Revisions.parse(input)
  const found = state.revisions.slice(since).filter((one) => item_id === undefined || one.item_id === item_id)
  return { revisions: found, next: state.revisions.length }
}

/** Somebody buys: less is there, more is sold. */
function sell(input: unknown, { store, clock }: Context) {
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
  /** Revisions already made today. */
  revisions_today: z.int().min(0).optional(),
})

/** The seller changes the listing on eBay itself: price, stock, title and the like. */
function edit(input: unknown, { store, clock }: Context) {
  const { item_id, price_cents, quantity, revisions_today, ...rest } = Edit.parse(input)
  const listing = knownListing(store.state, item_id)
  if (price_cents !== undefined || quantity !== undefined)
    revise(store.state, listing, { price_cents, quantity }, 'seller', clock)
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
  Object.assign(listing, given)
  if (revisions_today !== undefined) {
    listing.revised_on = revisionDay(store.state.revision_time_zone, clock.now())
    listing.revisions_that_day = revisions_today
  }
  return { listing }
}

function end(input: unknown, { store, clock }: Context) {
  const listing = knownListing(store.state, z.strictObject(ItemId).parse(input).item_id)
  endListing(store.state, listing, clock.now())
  return { listing }
}

/** The seller takes back what the application may do: every token of it stops working. */
function revoke(input: unknown, { store: { state } }: Context) {
  const { seller_id } = z.strictObject({ seller_id: z.string() }).parse(input)
  for (const grants of [state.access_tokens, state.refresh_tokens]) {
    for (const grant of Object.values(grants)) if (grant.seller_id === seller_id) grant.is_revoked = true
  }
  return {}
}

/** Access tokens run out now, of one seller or of all, the application's own included. */
function expireTokens(input: unknown, { store: { state }, clock }: Context) {
  const { seller_id } = z.strictObject({ seller_id: z.string().optional() }).parse(input)
  for (const grant of Object.values(state.access_tokens)) {
    if (seller_id === undefined || grant.seller_id === seller_id) grant.expires_at = clock.now()
  }
  return {}
}

const Plan = z.strictObject({
  latency_ms: z.int().min(0).max(60_000).default(0),
  retry_after_s: z.int().min(0).default(2),
  chances: z.partialRecord(FaultKind, z.number().min(0).max(1)).default({}),
  calls: z.array(z.string()).default([]),
  seed: z.int().default(1),
})

/** The whole plan anew: `{}` is a healthy eBay without delay. */
function plan(input: unknown, { store: { state } }: Context) {
  const { chances, ...rest } = Plan.parse(input)
  const given = Object.fromEntries(Object.entries(chances).filter(([, chance]) => chance !== undefined))
  state.faults = { ...noFaults(), ...rest, chances: given }
  return { faults: state.faults }
}

const Next = z.strictObject({
  kind: FaultKind,
  /** eBay's name of the call: `getOffer`, `bulkUpdatePriceQuantity`, `ReviseInventoryStatus`, `token`. */
  call: z.string().optional(),
  /** Words of the path or the body, such as an item's or an offer's id. */
  about: z.string().optional(),
  skip: z.int().min(0).default(0),
  times: z.int().min(1).default(1),
})

/** One more fault to come, besides what the plan has. */
function failNext(input: unknown, { store: { state } }: Context) {
  state.faults.next.push(Next.parse(input))
  return { faults: state.faults }
}

export const ebayActions = {
  truth,
  revisions,
  sell,
  edit,
  end,
  revoke,
  expire_tokens: expireTokens,
  plan,
  fail_next: failNext,
  challenge: sendChallenge,
  notify_deletion: notifyDeletion,
  counts: (input: unknown, { store: { state } }: Context) => {
    Nothing.parse(input)
    return { limits: state.limits, revisions: state.revisions.length }
  },
}

function knownListing(state: EbayState, itemId: string): Listing {
  for (const sellerId of Object.keys(state.shops)) {
    const listing = shopOf(state, sellerId).listings[itemId]
    if (listing) return listing
  }
  throw refused('item_id', 'there is no such listing')
}

const refused = (path: string, message: string) =>
  new z.ZodError([{ code: 'custom', path: [path], message, input: undefined }])
