import { z } from 'zod'
import { DEMO_SELLER } from '../accounts.ts'
import { notifyDeletion, sendChallenge } from '../notifications.ts'
import { endDueListings, revisionsToday } from '../shop.ts'
import { failNext, goStale, plan, refuse, refuseClear } from './fault-actions.ts'
import { type Context, refused } from './input.ts'
import { breakSku, loseOffer, mendSku, moveToInventory } from './inventory-actions.ts'
import { edit, end, endSale, relist, sell, startSale, unend } from './listing-actions.ts'

const Nothing = z.strictObject({})

const Truth = z.strictObject({ seller_id: z.string().optional(), item_ids: z.array(z.string()).optional() })

/** What is really there, of all sellers or one, of all listings or some. */
function truth(input: unknown, { store, clock }: Context) {
  const { seller_id, item_ids } = Truth.parse(input)
  endDueListings(store.state, clock.now())
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

const EditSeller = z.strictObject({
  seller_id: z.string().default(DEMO_SELLER),
  selling_limit_reached: z.boolean().optional(),
})

/** Changes the account of a seller. */
function editSeller(input: unknown, { store: { state } }: Context) {
  const { seller_id, selling_limit_reached } = EditSeller.parse(input)
  const seller = state.sellers.find(({ user_id }) => user_id === seller_id)
  if (!seller) throw refused('seller_id', 'there is no such seller')
  seller.selling_limit_reached = selling_limit_reached ?? seller.selling_limit_reached
  return { seller }
}

export const ebayActions = {
  truth,
  revisions,
  sell,
  edit,
  edit_seller: editSeller,
  end,
  relist,
  unend,
  start_sale: startSale,
  end_sale: endSale,
  lose_offer: loseOffer,
  move_to_inventory: moveToInventory,
  break_sku: breakSku,
  mend_sku: mendSku,
  revoke,
  expire_tokens: expireTokens,
  plan,
  fail_next: failNext,
  go_stale: goStale,
  refuse,
  refuse_clear: refuseClear,
  challenge: sendChallenge,
  notify_deletion: notifyDeletion,
  counts: (input: unknown, { store: { state } }: Context) => {
    Nothing.parse(input)
    return { limits: state.limits, revisions: state.revisions.length }
  },
}
