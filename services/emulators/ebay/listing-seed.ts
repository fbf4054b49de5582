import { z } from 'zod'
import { DEMO_SELLER, FULFILLMENT_POLICY, LOCATION_KEY, PAYMENT_POLICY, RETURN_POLICY } from './accounts.ts'
import { makeListing } from './inventory/publish.ts'
import { makeSale, SaleSeed } from './prices/sale.ts'
import { addListing, addOffer, scheduleEnd, untouched } from './shop.ts'
import { type EbayState, type InventoryItem, type Listing, newItemId, newOfferId, type Offer, shopOf } from './state.ts'

const DAY_MS = 86_400_000

/** One listing to begin with; an item id that is there already is replaced. */
export const ListingSeed = z.strictObject({
  seller_id: z.string().optional(),
  kind: z.enum(['trading', 'inventory']).optional(),
  item_id: z
    .string()
    .regex(/^\d{9,13}$/)
    .optional(),
  offer_id: z
    .string()
    .regex(/^\d{9,13}$/)
    .optional(),
  /** Inventory needs one; made up when absent. */
  sku: z.string().min(1).max(50).nullable().optional(),
  title: z.string().min(1),
  price_cents: z.int().min(1),
  currency: z.enum(['USD', 'GBP', 'EUR', 'CAD', 'AUD']).optional(),
  quantity: z.int().min(0).optional(),
  quantity_sold: z.int().min(0).optional(),
  category_id: z.string().optional(),
  brand: z.string().optional(),
  format: z.enum(['fixed_price', 'auction']).optional(),
  is_ended: z.boolean().optional(),
  hides_quantity: z.boolean().optional(),
  watch_count: z.int().min(0).nullable().optional(),
  days_old: z.int().min(0).optional(),
  picture_url: z.string().optional(),
  sale: SaleSeed.nullable().optional(),
  best_offers_open: z.int().min(0).optional(),
  /** Good till cancelled when absent. */
  ends_in_s: z.int().min(1).optional(),
  /** Of an inventory item: every read that contains it fails. */
  is_unreadable: z.boolean().optional(),
  variations: z
    .array(
      z.strictObject({
        sku: z.string().min(1),
        name: z.string(),
        value: z.string(),
        price_cents: z.int().min(1),
        quantity: z.int().min(0),
      }),
    )
    .optional(),
})
export type ListingSeed = z.infer<typeof ListingSeed>

const MARKETPLACES: Record<string, string> = {
  USD: 'EBAY_US',
  GBP: 'EBAY_GB',
  EUR: 'EBAY_DE',
  CAD: 'EBAY_CA',
  AUD: 'EBAY_AU',
}

/** Makes the listing, and for one of the Inventory API the item and the offer behind it. */
export function putListing(state: EbayState, seed: ListingSeed, nowMs: number): Listing {
  const listing =
    seed.kind === 'inventory' ? putInventoryListing(state, seed, nowMs) : putTradingListing(state, seed, nowMs)
  listing.sale = seed.sale ? makeSale(seed.sale, listing.price_cents, nowMs) : null
  listing.best_offers_open = seed.best_offers_open ?? 0
  scheduleEnd(state, listing, seed.ends_in_s === undefined ? null : nowMs + seed.ends_in_s * 1000)
  return listing
}

function putTradingListing(state: EbayState, seed: ListingSeed, nowMs: number): Listing {
  const variations = (seed.variations ?? []).map(({ quantity, ...rest }) => ({
    ...rest,
    quantity_available: quantity,
    quantity_sold: 0,
  }))
  const quantity = variations.reduce((sum, { quantity_available }) => sum + quantity_available, 0)
  const listing: Listing = {
    ...shared(state, seed, nowMs),
    sku: seed.sku ?? null,
    title: seed.title,
    format: seed.format ?? 'fixed_price',
    currency: seed.currency ?? 'USD',
    price_cents: seed.price_cents,
    previous_price_cents: seed.price_cents,
    quantity_available: variations.length > 0 ? quantity : (seed.quantity ?? 1),
    category_id: seed.category_id ?? '88433',
    condition_id: '1000',
    started_at: nowMs - (seed.days_old ?? 30) * DAY_MS,
    offer_id: null,
    variations,
    ...untouched,
  }
  addListing(state, listing)
  return listing
}

function putInventoryListing(state: EbayState, seed: ListingSeed, nowMs: number): Listing {
  const { item_id, ...common } = shared(state, seed, nowMs)
  const { item, offer } = putItemAndOffer(state, { ...seed, ...common, item_id })
  return makeListing(state, offer, item, nowMs - (seed.days_old ?? 30) * DAY_MS, { ...common, item_id })
}

type ItemAndOffer = Pick<
  ListingSeed,
  'sku' | 'offer_id' | 'title' | 'price_cents' | 'quantity' | 'category_id' | 'brand' | 'is_unreadable'
> & { seller_id: string; item_id: string; picture_url: string; currency?: string | undefined }

/** What the Inventory API keeps of a published listing. */
export function putItemAndOffer(state: EbayState, seed: ItemAndOffer): { item: InventoryItem; offer: Offer } {
  const shop = shopOf(state, seed.seller_id)
  const sku = seed.sku ?? `SKU-${seed.item_id}`
  const item: InventoryItem = {
    sku,
    locale: 'en_US',
    condition: 'NEW',
    condition_description: null,
    quantity: seed.quantity ?? 1,
    is_unreadable: seed.is_unreadable ?? false,
    product: {
      title: seed.title.slice(0, 80),
      description: seed.title,
      aspects: { Brand: [seed.brand ?? 'Unbranded'] },
      imageUrls: [seed.picture_url],
    },
  }
  shop.items[sku] = item
  const offer: Offer = {
    offer_id: seed.offer_id ?? newOfferId(state),
    seller_id: seed.seller_id,
    sku,
    marketplace_id: MARKETPLACES[seed.currency ?? 'USD'] ?? 'EBAY_US',
    format: 'FIXED_PRICE',
    available_quantity: seed.quantity ?? 1,
    category_id: seed.category_id ?? '88433',
    merchant_location_key: LOCATION_KEY,
    listing_description: seed.title,
    fulfillment_policy_id: FULFILLMENT_POLICY,
    payment_policy_id: PAYMENT_POLICY,
    return_policy_id: RETURN_POLICY,
    currency: seed.currency ?? 'USD',
    price_cents: seed.price_cents,
    item_id: seed.item_id,
    is_published: true,
  }
  addOffer(shop, offer)
  return { item, offer }
}

function shared(state: EbayState, seed: ListingSeed, nowMs: number) {
  const itemId = seed.item_id ?? newItemId(state)
  return {
    item_id: itemId,
    seller_id: seed.seller_id ?? DEMO_SELLER,
    status: seed.is_ended ? ('ended' as const) : ('active' as const),
    ended_at: seed.is_ended ? nowMs - DAY_MS : null,
    quantity_sold: seed.quantity_sold ?? 0,
    hides_quantity: seed.hides_quantity ?? false,
    watch_count: seed.watch_count ?? null,
    picture_url: seed.picture_url ?? `https://i.ebayimg.com/images/g/${itemId}/s-l1600.jpg`,
  }
}
