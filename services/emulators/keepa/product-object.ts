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
}

const MAX_VARIATIONS = 50
const EVERYTHING = Number.NEGATIVE_INFINITY

/** A product as Keepa answers it; `product` undefined is an ASIN that is unknown in that marketplace. */
export function productObject(
  asin: string,
  product: CatalogProduct | undefined,
  { catalog, domain, nowMs, scope }: { catalog: Catalog; domain: DomainId; nowMs: number; scope: ProductScope },
) {
  if (!product || product.product_type === 4) return deadProduct(asin, domain)
  const withOffers = scope.offers !== undefined
  const history = priceHistory(product, domain, nowMs, { rating: scope.rating, buyBox: scope.buyBox || withOffers })
  const since = scope.days === undefined ? EVERYTHING : keepaMinutes(nowMs) - scope.days * 24 * 60
  const tree = categoryPath(product.category, domain)
  const isParent = product.product_type === 5
  const isMapRestricted = product.product_type === 3
  const updated = keepaMinutes(nowMs) - Math.floor(stableNumber('updated', asin) * 50)
  const images = Array.from({ length: product.image_count }, (_, index) => imageObject(product, index))
  return {
    ...deadProduct(asin, domain),
    productType: product.product_type,
    parentAsin: product.parent_asin,
    title: product.title,
    brand: product.brand,
    manufacturer: product.brand,
    productGroup: tree[0]?.name ?? null,
    binding: tree[1]?.name ?? null,
    rootCategory: tree[0]?.catId ?? 0,
    categories: tree.slice(-1).map(({ catId }) => catId),
    categoryTree: tree,
    salesRankReference: isParent ? -1 : (tree[0]?.catId ?? -1),
    images: images.length > 0 ? images : null,
    imagesCSV: images.length > 0 ? images.map(({ l }) => l).join(',') : null,
    features: product.features.length > 0 ? product.features : null,
    description: isParent ? null : `<p>${product.title}</p>`,
    upcList: product.upc_list.length > 0 ? product.upc_list : null,
    eanList: product.ean_list.length > 0 ? product.ean_list : null,
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
    csv: null,
  }
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
