import type { Availability, AvailabilityReason, SourceProduct } from '#core/catalog/source-product.ts'
import { type MarketplaceCode, marketplace as marketplaceOf } from '#core/marketplaces.ts'
import { cutText, Link } from '#core/text.ts'
import type { CreatorsItem } from '../../providers/amazon-creators/index.ts'

const TITLE_MAX_LENGTH = 500
const VALUE_MAX_LENGTH = 200
const LIST_MAX_LENGTH = 100

/** Offers that can be bought, also when they arrive later. */
const BUYABLE = new Set(['IN_STOCK', 'IN_STOCK_SCARCE', 'LEADTIME', 'PREORDER', 'AVAILABLE_DATE'])
const NOT_BUYABLE = new Set(['OUT_OF_STOCK', 'UNAVAILABLE'])
/** Steps of a category's path that name no department. */
const NO_DEPARTMENT = /^(?:categories|departments|subjects|kategorien|catégories|categorie|categorías|カテゴリー別)$/i

/** What Amazon says about one ASIN. */
export function toSourceProduct(item: CreatorsItem, marketplace: MarketplaceCode, readAt: string): SourceProduct {
  const info = item.itemInfo
  const value = (text: { displayValue?: string | null | undefined } | null | undefined, most = VALUE_MAX_LENGTH) =>
    cutText((text?.displayValue ?? '').replace(/\s+/g, ' ').trim(), most).trim() || null
  const ids = info?.externalIds
  const codes = [ids?.eans, ids?.upcs, ids?.isbns]
    .flatMap((list) => list?.displayValues ?? [])
    .map((code) => code.trim())
    .filter((code) => /^\d{8,14}$/.test(code))
  const root = rootOf(item)
  const images = [item.images?.primary, ...(item.images?.variants ?? [])]
  const unitCount = info?.productInfo?.unitCount?.displayValue
  const isParent = item.parentASIN === item.asin
  const rank = item.browseNodeInfo?.websiteSalesRank?.salesRank
  return {
    ...emptyProduct(item.asin, marketplace, readAt, isParent ? 'parent' : 'product'),
    title: value(info?.title, TITLE_MAX_LENGTH),
    brand: value(info?.byLineInfo?.brand),
    manufacturer: value(info?.byLineInfo?.manufacturer),
    model: value(info?.manufactureInfo?.model),
    part_number: value(info?.manufactureInfo?.itemPartNumber),
    color: value(info?.productInfo?.color),
    size: value(info?.productInfo?.size),
    category: root.name,
    root_category_id: root.id,
    codes: [...new Set(codes)].slice(0, LIST_MAX_LENGTH),
    parent_asin: isParent ? null : (item.parentASIN ?? null),
    unit_count: unitCount ? { value: unitCount, type: null, each: null } : null,
    image_urls: images
      .slice(0, LIST_MAX_LENGTH)
      .flatMap((image) => Link.safeParse(image?.highRes?.url ?? image?.large?.url).data ?? []),
    sales_rank: rank && rank > 0 && Number.isInteger(rank) ? rank : null,
    price: isParent ? null : priceOf(item, marketplace),
    availability: isParent ? { state: 'unknown', reasons: [], observed_at: readAt } : availabilityOf(item, readAt),
  }
}

/** A record of an ASIN that has no data. */
export const emptyProduct = (
  asin: string,
  marketplace: MarketplaceCode,
  readAt: string,
  kind: SourceProduct['kind'],
): SourceProduct => ({
  source: 'amazon_creators',
  marketplace,
  asin,
  read_at: readAt,
  kind,
  title: null,
  brand: null,
  manufacturer: null,
  model: null,
  part_number: null,
  color: null,
  size: null,
  category: null,
  root_category_id: null,
  codes: [],
  parent_asin: null,
  past_parents: [],
  variations: [],
  number_of_items: null,
  package_quantity: null,
  unit_count: null,
  image_urls: [],
  sales_rank: null,
  price: null,
  availability: { state: kind === 'invalid' ? 'unavailable' : 'unknown', reasons: [], observed_at: readAt },
  videos: null,
})

const listingsOf = (item: CreatorsItem) => item.offersV2?.listings ?? []

// Amazon says in words whether an offer can be bought; no offer at all says nothing.
function availabilityOf(item: CreatorsItem, observed_at: string): Availability {
  const listings = listingsOf(item)
  const buyable = listings.filter(({ availability }) => BUYABLE.has(availability?.type ?? ''))
  if (buyable.length === 0) {
    const isGone =
      listings.length > 0 && listings.every(({ availability }) => NOT_BUYABLE.has(availability?.type ?? ''))
    return { state: isGone ? 'unavailable' : 'unknown', reasons: [], observed_at }
  }
  const found: [AvailabilityReason, boolean][] = [
    ['buy_box', buyable.some(({ isBuyBoxWinner }) => isBuyBoxWinner === true)],
    ['new_price', buyable.some(({ price }) => (price?.money?.amount ?? 0) > 0)],
    ['new_offers', true],
    ['price_hidden', buyable.some(({ violatesMAP }) => violatesMAP === true)],
  ]
  return { state: 'available', reasons: found.flatMap(([reason, holds]) => (holds ? [reason] : [])), observed_at }
}

function priceOf(item: CreatorsItem, marketplace: MarketplaceCode): number | null {
  const listings = listingsOf(item)
  const money = (listings.find(({ isBuyBoxWinner }) => isBuyBoxWinner) ?? listings[0])?.price?.money
  const { currency } = marketplaceOf(marketplace)
  if (!money || money.currency !== currency || money.amount <= 0) return null
  return Math.round(money.amount * (currency === 'JPY' ? 1 : 100))
}

function rootOf(item: CreatorsItem): { name: string | null; id: number | null } {
  let node = item.browseNodeInfo?.browseNodes?.[0]
  let root = node
  while (node) {
    if (node.displayName && !NO_DEPARTMENT.test(node.displayName.trim())) root = node
    node = node.ancestor ?? undefined
  }
  const id = Number(root?.id)
  return { name: root?.displayName?.trim() || null, id: Number.isSafeInteger(id) && id > 0 ? id : null }
}
