import type { ListingFormat, ListingStatus } from '#core/listings/listing-kinds.ts'
import { Cents, minorDigits } from '#core/money.ts'
import { Link } from '#core/text.ts'
import { Instant } from '#core/time.ts'
import { type InventoryItem, type Offer, TradingItem } from './types.ts'

/** What Trading says about one listing. Null is what it does not say. */
export type TradingListing = {
  ebay_item_id: string
  sku: string | null
  title: string
  /** The regular price: what buyers pay when no sale runs. */
  price_cents: number
  currency: string
  /** A markdown sale that runs now: what buyers pay, and when it ends. */
  sale: { price_cents: number; ends_at: string } | null
  quantity_available: number | null
  quantity_sold: number | null
  /** Null where the answer does not say: everything of the list of active listings is active. */
  status: Extract<ListingStatus, 'active' | 'ended'> | null
  picture_url: string | null
  listing_url: string | null
  listing_format: ListingFormat
  has_variations: boolean
  started_at: string | null
  watch_count: number | null
}

/** A listing that cannot be read, and why. Nothing is made up in its place. */
export type RowError = {
  ebay_item_id: string | null
  sku: string | null
  title: string | null
  code: 'unreadable' | 'no_item_id' | 'no_title' | 'no_price'
}

export type TradingRow = { listing: TradingListing; error: null } | { listing: null; error: RowError }

export function toTradingRow(raw: unknown): TradingRow {
  const item = TradingItem.safeParse(raw).data
  const refuse = (code: RowError['code']): TradingRow => ({
    listing: null,
    error: { ebay_item_id: item?.ItemID ?? null, sku: item?.SKU ?? null, title: item?.Title ?? null, code },
  })
  if (!item) return refuse('unreadable')
  if (!item.ItemID) return refuse('no_item_id')
  if (!item.Title) return refuse('no_title')
  const listing_format = item.ListingType === 'Chinese' ? 'auction' : 'fixed_price'
  const shown = priceOf(item, listing_format)
  if (!shown) return refuse('no_price')
  const { sale, ...price } = withSale(item, shown)
  const total = count(item.Quantity)
  const sold = count(item.SellingStatus?.QuantitySold)
  const available = count(item.QuantityAvailable)
  return {
    error: null,
    listing: {
      ebay_item_id: item.ItemID,
      sku: item.SKU || null,
      title: item.Title,
      ...price,
      sale,
      // `Quantity` counts what was ever listed, so it says what is left only together with what was sold.
      quantity_available: available ?? (total !== null && sold !== null ? Math.max(0, total - sold) : null),
      quantity_sold: sold ?? (total !== null && available !== null ? Math.max(0, total - available) : null),
      status: statusOf(item.SellingStatus?.ListingStatus),
      picture_url: link(item.PictureDetails?.GalleryURL) ?? link(item.PictureDetails?.PictureURL?.[0]),
      listing_url: link(item.ListingDetails?.ViewItemURL),
      listing_format,
      has_variations: (item.Variations?.Variation?.length ?? 0) > 0,
      started_at: instant(item.ListingDetails?.StartTime),
      watch_count: count(item.WatchCount),
    },
  }
}

// In a sale, CurrentPrice is the sale price. Taken for the regular one, it would be lowered twice.
function withSale({ SellingStatus, StartPrice }: TradingItem, shown: { price_cents: number; currency: string }) {
  const details = SellingStatus?.PromotionalSaleDetails
  if (!details) return { ...shown, sale: null }
  // eBay may leave the end out. A sale without one is asked about again by the next reading.
  const ends_at = instant(details.EndTime) ?? new Date(Date.now() + UNSAID_END_MS).toISOString()
  if (Date.parse(ends_at) <= Date.now()) return { ...shown, sale: null }
  const regular = [details.OriginalPrice, StartPrice].flatMap((amount) => {
    const cents = amount?.currency === shown.currency ? priceOfText(amount.text, amount.currency) : null
    return cents !== null && cents > shown.price_cents ? [cents] : []
  })
  return { ...shown, price_cents: regular[0] ?? shown.price_cents, sale: { price_cents: shown.price_cents, ends_at } }
}

const UNSAID_END_MS = 2 * 60 * 60_000

type Amount = { text: string; currency: string } | null | undefined

// What a buyer pays now. A `BuyItNowPrice` of 0.0 is how eBay writes that there is none.
function priceOf(item: TradingItem, format: ListingFormat): { price_cents: number; currency: string } | null {
  const asked = format === 'fixed_price' ? [item.StartPrice, item.BuyItNowPrice] : []
  const amounts: Amount[] = [item.SellingStatus?.CurrentPrice, ...asked]
  for (const amount of amounts) {
    const cents = amount ? priceOfText(amount.text, amount.currency) : null
    if (amount && cents !== null) return { price_cents: cents, currency: amount.currency }
  }
  return null
}

/** `"19.99"`, `"19.0"` or `"20"` in minor units of the currency; null for anything that is not exactly that many. */
export function toCents(text: string, currency: string): number | null {
  if (!/^[A-Z]{3}$/.test(currency)) return null
  const [, units, decimals = ''] = /^(\d{1,10})(?:\.(\d+))?$/.exec(text.trim()) ?? []
  if (units === undefined) return null
  const digits = minorDigits(currency)
  if (/[^0]/.test(decimals.slice(digits))) return null
  return Number(units) * 10 ** digits + Number(decimals.slice(0, digits).padEnd(digits, '0'))
}

/** A price that a listing can have; null for none, 0, and more than the database stores as an amount. */
const priceOfText = (text: string, currency: string): number | null =>
  Cents.min(1).safeParse(toCents(text, currency)).data ?? null

/** An item of the Inventory API. Its price is in its offers. */
export type InventoryRecord = {
  sku: string
  title: string | null
  /** What is there for all offers of the SKU. */
  quantity: number | null
  picture_url: string | null
}

export const toInventoryRecord = ({ sku, product, availability }: InventoryItem): InventoryRecord => ({
  sku,
  title: product?.title ?? null,
  quantity: availability?.shipToLocationAvailability?.quantity ?? null,
  picture_url: link(product?.imageUrls?.[0]),
})

/** An offer of the Inventory API: what one SKU costs in one country. Null is what it does not say. */
export type InventoryOffer = {
  offer_id: string
  sku: string
  marketplace_id: string
  ebay_item_id: string | null
  price_cents: number | null
  currency: string | null
  quantity_available: number | null
  quantity_sold: number | null
  listing_format: ListingFormat
  is_published: boolean
  status: ListingStatus
}

export function toOffer(offer: Offer): InventoryOffer {
  const { listing, pricingSummary } = offer
  const price = pricingSummary?.price
  const cents = price ? priceOfText(price.value, price.currency) : null
  const isPublished = offer.status === 'PUBLISHED'
  return {
    offer_id: offer.offerId,
    sku: offer.sku,
    marketplace_id: offer.marketplaceId,
    ebay_item_id: listing?.listingId ?? null,
    price_cents: cents,
    currency: price?.currency ?? null,
    quantity_available: offer.availableQuantity ?? null,
    quantity_sold: listing?.soldQuantity ?? null,
    listing_format: offer.format === 'AUCTION' ? 'auction' : 'fixed_price',
    is_published: isPublished,
    status: offerStatus(listing?.listingStatus, isPublished, offer.availableQuantity),
  }
}

// Ended, Sold Out, Inactive, Active, in that precedence. The words are not all in eBay's pages, so they are read loosely.
function offerStatus(
  word: string | null | undefined,
  isPublished: boolean,
  quantity: number | null | undefined,
): ListingStatus {
  if (word && /ENDED|COMPLETED/i.test(word)) return 'ended'
  if (word === 'OUT_OF_STOCK' || quantity === 0) return 'sold_out'
  if (!isPublished || word === 'INACTIVE' || word === 'NOT_LISTED') return 'inactive'
  return 'active'
}

function statusOf(word: string | null | undefined): TradingListing['status'] {
  if (!word) return null
  return /^(?:Completed|Ended)$/i.test(word) ? 'ended' : word === 'Active' ? 'active' : null
}

// Absent is unknown, and unknown is not 0.
const count = (text: string | null | undefined) => (text && /^\d{1,9}$/.test(text) ? Number(text) : null)

// What is no link is left out: the listing is worth more than its picture.
const link = (text: string | null | undefined) => Link.safeParse(text).data ?? null

function instant(text: string | null | undefined): string | null {
  const ms = text ? Date.parse(text) : Number.NaN
  return Instant.safeParse(Number.isNaN(ms) ? null : new Date(ms).toISOString()).data ?? null
}
