import { z } from 'zod'
import { type EbayState, faultKinds, type Listing, noFaults } from '../state.ts'
import { type Context, ItemId, knownListing, refused } from './input.ts'

const FaultKind = z.enum(faultKinds)

const Plan = z.strictObject({
  latency_ms: z.int().min(0).max(60_000).default(0),
  retry_after_s: z.int().min(0).default(2),
  stale_for_s: z.int().min(0).default(0),
  chances: z.partialRecord(FaultKind, z.number().min(0).max(1)).default({}),
  calls: z.array(z.string()).default([]),
  seed: z.int().default(1),
})

/** The whole plan anew: `{}` is a healthy eBay without delay, whose reads show the truth. */
export function plan(input: unknown, { store: { state } }: Context) {
  const { chances, ...rest } = Plan.parse(input)
  const given = Object.fromEntries(Object.entries(chances).filter(([, chance]) => chance !== undefined))
  state.faults = { ...noFaults(), ...rest, chances: given }
  if (rest.stale_for_s === 0) for (const listing of allListings(state)) showTruth(listing)
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
export function failNext(input: unknown, { store: { state } }: Context) {
  state.faults.next.push(Next.parse(input))
  return { faults: state.faults }
}

const GoStale = z.strictObject({
  item_id: z.string().optional(),
  for_s: z.int().min(0),
  /** What reads show from now on, instead of the price from before the next change. */
  price_cents: z.int().min(1).optional(),
})

/**
 * For so many seconds after each change, of one listing or of all, reads show the price from before it. 0 ends that at
 * once.
 */
export function goStale(input: unknown, { store: { state }, clock }: Context) {
  const { item_id, for_s, price_cents } = GoStale.parse(input)
  if (item_id === undefined) {
    if (price_cents !== undefined) throw refused('price_cents', 'a price is shown of one listing: give its item_id')
    state.faults.stale_for_s = for_s
    if (for_s === 0) for (const listing of allListings(state)) showTruth(listing)
    return { faults: state.faults }
  }
  const listing = knownListing(state, item_id)
  listing.stale_for_s = for_s
  if (for_s === 0) listing.stale = null
  else if (price_cents !== undefined)
    listing.stale = { until: clock.now() + for_s * 1000, price_cents, sale: null, variation_cents: {} }
  return { listing }
}

const Refuse = z.strictObject({
  ...ItemId,
  code: z.union([z.int().min(1), z.string().regex(/^\d+$/)]).transform(String),
  message: z.string().min(1).default('The price of this listing cannot be revised.'),
  /** False: the next price revision only. */
  until_cleared: z.boolean().default(true),
})

/** Price revisions of this listing are refused with that code and these words, by both APIs. */
export function refuse(input: unknown, { store: { state } }: Context) {
  const { item_id, ...refusal } = Refuse.parse(input)
  const listing = knownListing(state, item_id)
  listing.refusal = refusal
  return { listing }
}

/** Of one listing or of all. */
export function refuseClear(input: unknown, { store: { state } }: Context) {
  const { item_id } = z.strictObject({ item_id: z.string().optional() }).parse(input)
  const listings = item_id === undefined ? allListings(state) : [knownListing(state, item_id)]
  for (const listing of listings) listing.refusal = null
  return {}
}

const allListings = (state: EbayState): Listing[] =>
  Object.values(state.shops).flatMap(({ listings }) => Object.values(listings))

function showTruth(listing: Listing): void {
  listing.stale = null
  listing.stale_for_s = null
}
