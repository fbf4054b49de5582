import { z } from 'zod'
import { DEMO_SELLER } from '../accounts.ts'
import { findItem } from '../inventory/inventory-items.ts'
import { putItemAndOffer } from '../listing-seed.ts'
import { findListing, offersOf, removeOffer } from '../shop.ts'
import { type InventoryItem, shopOf } from '../state.ts'
import { type Context, ItemId, knownListing, refused } from './input.ts'

const Sku = z.strictObject({ sku: z.string().min(1), seller_id: z.string().default(DEMO_SELLER) })

/** The Inventory API forgets the offers of that SKU. Their listings stay as they are and belong to Trading. */
export function loseOffer(input: unknown, { store: { state } }: Context) {
  const { sku, seller_id } = Sku.parse(input)
  const shop = shopOf(state, seller_id)
  const offers = offersOf(shop, sku)
  if (offers.length === 0) throw refused('sku', 'there is no offer of that SKU')
  for (const offer of offers) {
    removeOffer(shop, offer)
    const listing = offer.item_id === null ? undefined : findListing(state, seller_id, offer.item_id)
    if (listing?.offer_id === offer.offer_id) listing.offer_id = null
  }
  return { offer_ids: offers.map(({ offer_id }) => offer_id) }
}

/** A listing of Trading becomes one of the Inventory API, with a new offer; an item of that SKU stays as it is. */
export function moveToInventory(input: unknown, { store: { state } }: Context) {
  const { item_id, ...given } = z.strictObject({ ...ItemId, sku: z.string().min(1).max(50).optional() }).parse(input)
  const listing = knownListing(state, item_id)
  const sku = given.sku ?? listing.sku
  if (sku === null) throw refused('sku', 'the Inventory API needs a SKU')
  const isSimple = listing.format === 'fixed_price' && listing.variations.length === 0
  if (listing.status === 'ended' || listing.offer_id !== null || !isSimple)
    throw refused('item_id', 'only an active fixed-price listing of Trading without variations can be moved')
  const known = findItem(state, listing.seller_id, sku)
  const { offer } = putItemAndOffer(state, {
    ...listing,
    sku,
    offer_id: undefined,
    quantity: listing.quantity_available,
  })
  if (known) shopOf(state, listing.seller_id).items[sku] = known
  listing.sku = sku
  listing.offer_id = offer.offer_id
  return { listing }
}

/** Every read that contains this item fails. */
export const breakSku = (input: unknown, context: Context) => markItem(input, context, true)
export const mendSku = (input: unknown, context: Context) => markItem(input, context, false)

function markItem(input: unknown, { store: { state } }: Context, isUnreadable: boolean): { item: InventoryItem } {
  const { sku, seller_id } = Sku.parse(input)
  const item = findItem(state, seller_id, sku)
  if (!item) throw refused('sku', 'there is no such item')
  item.is_unreadable = isUnreadable
  return { item }
}
