import { addListing, untouched } from '../shop.ts'
import { type EbayState, type InventoryItem, type Listing, newItemId, type Offer } from '../state.ts'

const CONDITION_IDS: Record<string, string> = {
  NEW: '1000',
  LIKE_NEW: '2750',
  NEW_OTHER: '1500',
  NEW_WITH_DEFECTS: '1750',
  CERTIFIED_REFURBISHED: '2000',
  EXCELLENT_REFURBISHED: '2010',
  VERY_GOOD_REFURBISHED: '2020',
  GOOD_REFURBISHED: '2030',
  SELLER_REFURBISHED: '2500',
  USED_EXCELLENT: '3000',
  USED_VERY_GOOD: '4000',
  USED_GOOD: '5000',
  USED_ACCEPTABLE: '6000',
  FOR_PARTS_OR_NOT_WORKING: '7000',
}

/** The number listings carry for a condition of the Inventory API; undefined for a word it does not know. */
export const conditionIdOf = (condition: string): string | undefined => CONDITION_IDS[condition]

/** The offer becomes a listing; that everything needed is there is the caller's to check. */
export function makeListing(
  state: EbayState,
  offer: Offer,
  item: InventoryItem,
  startedAt: number,
  changes: Partial<Listing> = {},
): Listing {
  const price = offer.price_cents ?? 0
  const listing: Listing = {
    item_id: changes.item_id ?? newItemId(state),
    seller_id: offer.seller_id,
    sku: offer.sku,
    title: item.product.title ?? '',
    format: 'fixed_price',
    status: 'active',
    currency: offer.currency ?? 'USD',
    price_cents: price,
    previous_price_cents: price,
    quantity_available: offer.available_quantity ?? item.quantity ?? 0,
    quantity_sold: 0,
    hides_quantity: false,
    watch_count: null,
    picture_url: item.product.imageUrls?.[0] ?? '',
    category_id: offer.category_id ?? '',
    condition_id: conditionIdOf(item.condition ?? 'NEW') ?? '1000',
    started_at: startedAt,
    ended_at: null,
    offer_id: offer.offer_id,
    variations: [],
    ...untouched,
    ...changes,
  }
  offer.item_id = listing.item_id
  offer.is_published = true
  addListing(state, listing)
  return listing
}
