import { stableNumber } from '../frame/stable-number.ts'
import type { Catalog } from './catalog/catalog.ts'
import type { CatalogProduct } from './catalog/catalog-product.ts'
import { categoryPath } from './catalog/categories.ts'
import { CSV, csvArrays, keepaMinutes, priceHistory } from './catalog/history.ts'
import { imageName, LARGE_PX, MEDIUM_PX } from './catalog/images.ts'
import { liveOffers } from './catalog/offers.ts'
import type { DomainId } from './domains.ts'
import { productStats } from './stats.ts'

/** The parts of each product that a request asked for. */
export type ProductScope = {
  history: boolean
  /** Only the last days of the history. */
  days: number | undefined
  stats: { fromMs: number; toMs: number } | undefined
  offers: number | undefined
  buyBox: boolean
  rating: boolean
  videos: boolean
}

const MAX_VARIATIONS = 50
const MAX_COMMUNITY_VIDEOS = 10
/** Videos of people below the product; the others are in the carousel of its pictures. */
const COMMUNITY = new Set(['Customer', 'Influencer'])
const EVERYTHING = Number.NEGATIVE_INFINITY

type ObjectContext = {
  catalog: Catalog
  domain: DomainId
  nowMs: number
  scope: ProductScope
  /** When Keepa looked again because somebody asked; undefined when nobody has. */
  refreshedAtMs?: number | undefined
}

/** A product as Keepa answers it; `product` undefined is an ASIN that is unknown in that marketplace. */
export function productObject(
  asin: string,
  product: CatalogProduct | undefined,
  { catalog, domain, nowMs, scope, refreshedAtMs }: ObjectContext,
) {
  if (!product || product.product_type === 4) return deadProduct(asin, domain)
  const withOffers = scope.offers !== undefined
  const history = priceHistory(product, domain, nowMs, { rating: scope.rating, buyBox: scope.buyBox || withOffers })
  const since = scope.days === undefined ? EVERYTHING : keepaMinutes(nowMs) - scope.days * 24 * 60
  const tree = categoryPath(product.category, domain)
  const isParent = product.product_type === 5
  const isMapRestricted = product.is_map ?? product.product_type === 3
  const updated = keepaMinutes(updatedAtMs(product, nowMs, refreshedAtMs))
  const images = Array.from({ length: product.image_count }, (_, index) => imageObject(product, index))
  return {
    ...deadProduct(asin, domain),
    productType: product.product_type,
    parentAsin: product.parent_asin,
    title: product.title,
    brand: product.brand,
    manufacturer: product.brand,
    model: product.model,
    partNumber: product.part_number,
    parentAsinHistory: parentHistory(product, nowMs),
    numberOfItems: product.number_of_items,
    packageQuantity: product.package_quantity,
    unitCount: product.unit_count && {
      unitValue: product.unit_count.value,
      unitType: product.unit_count.type,
      eachUnitCount: product.unit_count.each,
    },
    productGroup: tree[0]?.name ?? null,
    binding: tree[1]?.name ?? null,
    rootCategory: tree[0]?.catId ?? 0,
    categories: tree.slice(-1).map(({ catId }) => catId),
    categoryTree: tree,
    salesRankReference: isParent ? -1 : (tree[0]?.catId ?? -1),
    images: images.length > 0 ? images : null,
    imagesCSV: images.length > 0 ? images.map(({ l }) => l).join(',') : null,
    features: product.features.length > 0 ? product.features : null,
    description: isParent ? null : `<p>${product.title ?? ''}</p>`,
    upcList: product.upc_list.length > 0 ? product.upc_list : null,
    eanList: product.ean_list.length > 0 ? product.ean_list : null,
    gtinList: product.gtin_list.length > 0 ? product.gtin_list : null,
    color: product.attributes.find(({ dimension }) => dimension === 'Color')?.value ?? null,
    size: product.attributes.find(({ dimension }) => dimension === 'Size')?.value ?? null,
    monthlySold: product.monthly_sold,
    lastSoldUpdate: product.monthly_sold === null ? null : updated,
    trackingSince: keepaMinutes(nowMs) - 400 * 24 * 60,
    listedSince: keepaMinutes(nowMs) - 420 * 24 * 60,
    lastUpdate: updated,
    lastPriceChange: updated - 60,
    newPriceIsMAP: isMapRestricted,
    hasReviews: product.review_count > 0,
    availabilityAmazon: history[CSV.AMAZON] && product.price_cents !== null ? 0 : -1,
    variations: isParent ? variationObjects(catalog, domain, asin) : null,
    variationCSV: isParent
      ? catalog
          .variationsOf(domain, asin)
          .map((child) => child.asin)
          .join(',')
      : null,
    videos: scope.videos ? videoObjects(product) : null,
    csv: scope.history ? csvArrays(history, since) : null,
    ...(scope.stats && { stats: productStats({ history, window: scope.stats, nowMs, withOffers }) }),
    ...(scope.offers !== undefined && liveOffers(product, history, scope.offers, nowMs)),
  }
}

/** Every field is present and empty: Keepa answers dead ASINs with a product, not with an error. */
function deadProduct(asin: string, domain: DomainId) {
  return {
    asin,
    domainId: domain,
    productType: 4,
    parentAsin: null,
    title: null,
    brand: null,
    manufacturer: null,
    model: null,
    partNumber: null,
    parentAsinHistory: null,
    numberOfItems: -1,
    packageQuantity: -1,
    unitCount: null,
    productGroup: null,
    binding: null,
    rootCategory: 0,
    categories: null,
    categoryTree: null,
    salesRankReference: -1,
    images: null,
    imagesCSV: null,
    features: null,
    description: null,
    upcList: null,
    eanList: null,
    gtinList: null,
    color: null,
    size: null,
    monthlySold: null,
    lastSoldUpdate: null,
    trackingSince: 0,
    listedSince: 0,
    lastUpdate: 0,
    lastPriceChange: 0,
    lastEbayUpdate: 0,
    lastRatingUpdate: 0,
    isAdultProduct: false,
    newPriceIsMAP: false,
    hasReviews: false,
    availabilityAmazon: -1,
    frequentlyBoughtTogether: null,
    variations: null,
    variationCSV: null,
    videos: null,
    csv: null,
  }
}

/** When Keepa last looked at a product: lately, unless a seed says otherwise and nobody has asked since. */
export function updatedAtMs(product: CatalogProduct, nowMs: number, refreshedAtMs: number | undefined): number {
  const minutes = product.updated_minutes_ago ?? Math.floor(stableNumber('updated', product.asin) * 50)
  return product.updated_minutes_ago !== undefined && refreshedAtMs !== undefined
    ? refreshedAtMs
    : nowMs - minutes * 60_000
}

function parentHistory({ past_parents }: CatalogProduct, nowMs: number): string[] | null {
  if (past_parents.length === 0) return null
  return past_parents
    .toSorted((one, other) => other.days_ago - one.days_ago)
    .flatMap(({ asin, days_ago }) => [String(keepaMinutes(nowMs - days_ago * 86_400_000)), asin])
}

function videoObjects({ videos, asin }: CatalogProduct) {
  if (!videos) return null
  let community = 0
  return videos
    .filter(({ creator }) => !COMMUNITY.has(creator) || ++community <= MAX_COMMUNITY_VIDEOS)
    .map(({ title, name, creator, duration }, index) => ({
      title,
      image: null,
      duration,
      creator,
      name,
      url: `https://m.media-amazon.com/images/S/vse-vms/${asin}-${index}/default.mp4`,
    }))
}

function imageObject(product: CatalogProduct, index: number) {
  const name = imageName(product, index)
  return {
    l: name,
    lH: LARGE_PX,
    lW: LARGE_PX,
    m: name.replace('.png', `._SL${MEDIUM_PX}_.png`),
    mH: MEDIUM_PX,
    mW: MEDIUM_PX,
  }
}

function variationObjects(catalog: Catalog, domain: DomainId, parentAsin: string) {
  return catalog
    .variationsOf(domain, parentAsin)
    .slice(0, MAX_VARIATIONS)
    .map((child) => ({
      asin: child.asin,
      attributes: child.attributes,
      ...(child.image_count > 0 && { image: imageName(child, 0) }),
    }))
}
