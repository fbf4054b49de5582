import { siteOfCurrency } from '../accounts.ts'
import { CONDITION_NAMES, findCategory } from '../categories.ts'
import { type ShownPrice, shownPrice } from '../prices/shown-price.ts'
import { endOfListing } from '../shop.ts'
import type { Listing, Variation } from '../state.ts'
import { amount, element } from './trading-answer.ts'

const SECOND_MS = 1000

/** A listing as `GetMyeBaySelling` shows it. */
export function activeItemXml(listing: Listing, nowMs: number, isStale: boolean, hideVariations: boolean): string {
  const { currency } = listing
  const shown = shownPrice(listing, nowMs, isStale)
  listing.last_shown_cents = shown.price_cents
  const current = shown.sale?.price_cents ?? shown.price_cents
  const isAuction = listing.format === 'auction'
  const available = listing.hides_quantity ? null : listing.quantity_available
  return `<Item>${bestOffersXml(listing)}${isAuction ? '' : amount('BuyItNowPrice', current, currency)}${element('ItemID', listing.item_id)}<ListingDetails>${element('StartTime', new Date(listing.started_at).toISOString())}${element('ViewItemURL', viewUrl(listing))}</ListingDetails>${element('ListingDuration', isAuction ? 'Days_7' : 'GTC')}${element('ListingType', isAuction ? 'Chinese' : 'FixedPriceItem')}${element('Quantity', listing.quantity_available + listing.quantity_sold)}<SellingStatus>${amount('CurrentPrice', current, currency)}${isAuction ? element('BidCount', 0) : ''}${saleXml(shown, currency)}</SellingStatus>${amount('StartPrice', shown.price_cents, currency)}${element('TimeLeft', duration(endOfListing(listing, nowMs) - nowMs))}${element('Title', listing.title)}${element('WatchCount', listing.watch_count)}${element('QuantityAvailable', available)}${element('SKU', listing.sku)}<PictureDetails>${element('GalleryURL', listing.picture_url)}</PictureDetails>${hideVariations ? '' : variationsXml(listing, shown)}</Item>`
}

/** A listing as `GetItem` shows it: the total quantity, not what is available. */
export function itemXml(listing: Listing, sellerName: string, nowMs: number, isStale: boolean): string {
  const { currency } = listing
  const shown = shownPrice(listing, nowMs, isStale)
  listing.last_shown_cents = shown.price_cents
  const current = shown.sale?.price_cents ?? shown.price_cents
  const isAuction = listing.format === 'auction'
  const category = findCategory(listing.category_id)
  return `<Item>${element('AutoPay', false)}${bestOffersXml(listing)}${element('Country', 'US')}${element('Currency', currency)}${element('ItemID', listing.item_id)}<ListingDetails>${element('StartTime', new Date(listing.started_at).toISOString())}${element('EndTime', new Date(endOfListing(listing, nowMs)).toISOString())}${element('ViewItemURL', viewUrl(listing))}</ListingDetails>${element('ListingDuration', isAuction ? 'Days_7' : 'GTC')}${element('ListingType', isAuction ? 'Chinese' : 'FixedPriceItem')}<PrimaryCategory>${element('CategoryID', listing.category_id)}${element('CategoryName', category?.name)}</PrimaryCategory>${element('Quantity', listing.quantity_available + listing.quantity_sold)}<Seller>${element('UserID', sellerName)}</Seller><SellingStatus>${amount('CurrentPrice', current, currency)}${element('QuantitySold', listing.quantity_sold)}${element('ListingStatus', listing.status === 'active' ? 'Active' : 'Completed')}${saleXml(shown, currency)}</SellingStatus>${element('Site', siteOfCurrency(currency))}${amount('StartPrice', shown.price_cents, currency)}${element('TimeLeft', listing.status === 'ended' ? 'PT0S' : duration(endOfListing(listing, nowMs) - nowMs))}${element('Title', listing.title)}${element('WatchCount', listing.watch_count)}${element('SKU', listing.sku)}<PictureDetails>${element('GalleryURL', listing.picture_url)}${element('PictureURL', listing.picture_url)}</PictureDetails>${element('ConditionID', listing.condition_id)}${element('ConditionDisplayName', CONDITION_NAMES[listing.condition_id])}${variationsXml(listing, shown)}</Item>`
}

/** What a running sale adds to the selling status; a sale that is over or to come adds nothing. */
function saleXml({ price_cents, sale }: ShownPrice, currency: string): string {
  if (!sale) return ''
  const instant = (name: string, ms: number) => element(name, new Date(ms).toISOString())
  return `<PromotionalSaleDetails>${amount('OriginalPrice', price_cents, currency)}${instant('StartTime', sale.started_at)}${instant('EndTime', sale.ends_at)}</PromotionalSaleDetails>`
}

const bestOffersXml = ({ best_offers_open }: Listing): string =>
  best_offers_open === 0
    ? ''
    : `<BestOfferDetails>${element('BestOfferCount', best_offers_open)}${element('BestOfferEnabled', true)}</BestOfferDetails>`

const viewUrl = (listing: Listing) =>
  `https://www.ebay.com/itm/${encodeURIComponent(listing.title.replaceAll(/\W+/g, '-'))}/${listing.item_id}?var=0&hash=item${listing.item_id}`

function variationsXml({ variations, currency }: Listing, { variation_cents }: ShownPrice): string {
  if (variations.length === 0) return ''
  return `<Variations>${variations.map((one) => variationXml(one, variation_cents[one.sku] ?? one.price_cents, currency)).join('')}</Variations>`
}

function variationXml(one: Variation, cents: number, currency: string): string {
  return `<Variation>${element('SKU', one.sku)}${amount('StartPrice', cents, currency)}${element('Quantity', one.quantity_available + one.quantity_sold)}<VariationSpecifics><NameValueList>${element('Name', one.name)}${element('Value', one.value)}</NameValueList></VariationSpecifics><SellingStatus>${element('QuantitySold', one.quantity_sold)}</SellingStatus></Variation>`
}

/** ISO 8601: `P29DT3H5M7S`. */
function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / SECOND_MS))
  const days = Math.floor(seconds / 86_400)
  const hours = Math.floor((seconds % 86_400) / 3600)
  return `P${days}DT${hours}H${Math.floor((seconds % 3600) / 60)}M${seconds % 60}S`
}
