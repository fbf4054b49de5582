import type { ListingFormat, ListingStatus } from '#core/listings/listing-kinds.ts'
import type { InventoryOffer, RowError, TradingListing, TradingRow } from '../providers/ebay/index.ts'

/**
 * What one reading of eBay says about a listing, as `record_listing_page` takes it: eBay's columns only, and of those only
 * the ones it spoke of. A column that is absent keeps its value, so an answer that leaves something out erases nothing, and
 * no column of the user's is among them.
 */
export type ListingPatch = {
  ebay_item_id: string
  title: string
  price_cents: number
  currency: string
  status: ListingStatus
  listing_format: ListingFormat
  has_variations: boolean
  sku?: string
  quantity_available?: number
  quantity_sold?: number
  picture_url?: string
  listing_url?: string
  started_at?: string
  watch_count?: number
  sale_price_cents?: number
  sale_ends_at?: string
}

/** A row that could not be taken over, for the page of the sync. */
export type ListingErrorRow = { ebay_item_id: string; title: string | null; message: string }

/** Which offer writes the price of a listing: proof that the Inventory API manages it. */
export type OfferLink = { ebay_item_id: string; sku: string; offer_id: string }

/** A page of the active listings; `page` only names rows that have no id. */
export function toListingPatches(
  rows: readonly TradingRow[],
  page: number,
): { patches: ListingPatch[]; errors: ListingErrorRow[] } {
  const patches = rows.flatMap(({ listing }) => (listing ? [toListingPatch(listing)] : []))
  const errors = rows.flatMap(({ error }, at) => (error ? [toErrorRow(error, `page ${page}, row ${at + 1}`)] : []))
  return { patches, errors }
}

export function toListingPatch(listing: TradingListing): ListingPatch {
  const { ebay_item_id, title, price_cents, currency, listing_format, has_variations } = listing
  const { sku, quantity_available, quantity_sold, picture_url, listing_url, started_at, watch_count } = listing
  return {
    ebay_item_id,
    title,
    price_cents,
    currency,
    status: statusOf(listing),
    listing_format,
    has_variations,
    ...(sku !== null && { sku }),
    ...(quantity_available !== null && { quantity_available }),
    ...(quantity_sold !== null && { quantity_sold }),
    ...(picture_url !== null && { picture_url }),
    ...(listing_url !== null && { listing_url }),
    ...(started_at !== null && { started_at }),
    ...(watch_count !== null && { watch_count }),
    ...(listing.sale && { sale_price_cents: listing.sale.price_cents, sale_ends_at: listing.sale.ends_at }),
  }
}

// Ended, Sold Out, Inactive, Active. What says nothing stands in the list of what is on sale.
function statusOf({ status, quantity_available }: TradingListing): ListingStatus {
  if (status === 'ended') return 'ended'
  return quantity_available === 0 ? 'sold_out' : 'active'
}

/**
 * The offers that have a listing on eBay now. Trading lists the same item, under the same id: the two readings meet there,
 * and only this one may say how the listing is managed.
 */
export const toOfferLinks = (offers: readonly InventoryOffer[]): OfferLink[] =>
  offers.flatMap(({ ebay_item_id, sku, offer_id, is_published }) =>
    is_published && ebay_item_id !== null ? [{ ebay_item_id, sku, offer_id }] : [],
  )

/**
 * What became of a listing that a whole pass did not meet, from a look at it: null while it is still on sale (it was put
 * there meanwhile, or comes with the next pass). `gone` is eBay's answer that there is no such item or offer.
 */
export function absentStatus(found: TradingRow | InventoryOffer | 'gone'): 'ended' | 'inactive' | null {
  if (found === 'gone') return 'ended'
  if ('offer_id' in found) {
    if (found.status === 'ended') return 'ended'
    return found.is_published && found.status !== 'inactive' ? null : 'inactive'
  }
  return found.listing?.status === 'ended' ? 'ended' : null
}

const MESSAGES: Record<RowError['code'], string> = {
  unreadable: 'eBay sent this listing in a form that cannot be read.',
  no_item_id: 'eBay sent a listing without its item number.',
  no_title: 'eBay sent this listing without a title.',
  no_price: 'eBay sent this listing without a price.',
}

const toErrorRow = ({ ebay_item_id, title, code }: RowError, place: string): ListingErrorRow => ({
  ebay_item_id: ebay_item_id ?? place,
  title,
  message: MESSAGES[code],
})
