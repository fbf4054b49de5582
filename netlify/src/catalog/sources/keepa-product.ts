import type {
  Availability,
  AvailabilityReason,
  PageVideo,
  ProductKind,
  SourceProduct,
} from '#core/catalog/source-product.ts'
import { VideoCreator } from '#core/catalog/source-product.ts'
import type { MarketplaceCode } from '#core/marketplaces.ts'
import { type KeepaProduct, keepaInstant, productCodes, toPlainText } from '../../providers/keepa/index.ts'

const TITLE_MAX_LENGTH = 500
const VALUE_MAX_LENGTH = 200
/** More of them than any page shows; a record must stay small. */
const LIST_MAX_LENGTH = 100

/** Keepa's price types, by which `stats.current` is indexed. */
const CSV = { AMAZON: 0, NEW: 1, SALES: 3, COUNT_NEW: 11, BUY_BOX: 18 } as const

const KINDS: Readonly<Record<number, ProductKind>> = {
  0: 'product',
  1: 'product',
  2: 'product',
  3: 'inaccessible',
  4: 'invalid',
  5: 'parent',
}

type From = { marketplace: MarketplaceCode; readAt: string; imageUrl: (name: string) => string; withVideos: boolean }

/** What Keepa says about one ASIN. Its -1 and 0 for "none" are null here. */
export function toSourceProduct(product: KeepaProduct, from: From): SourceProduct {
  const value = (text: string | null | undefined) => toPlainText(text, VALUE_MAX_LENGTH)
  const kind = KINDS[product.productType] ?? 'inaccessible'
  const current = (type: number) => positive(product.stats?.current?.[type])
  const { unitCount } = product
  return {
    source: 'keepa',
    marketplace: from.marketplace,
    asin: product.asin,
    read_at: from.readAt,
    kind,
    title: toPlainText(product.title, TITLE_MAX_LENGTH),
    brand: value(product.brand),
    manufacturer: value(product.manufacturer),
    model: value(product.model),
    part_number: value(product.partNumber),
    color: value(product.color),
    size: value(product.size),
    category: value(product.categoryTree?.[0]?.name),
    root_category_id: whole(product.rootCategory) ?? whole(product.categoryTree?.[0]?.catId),
    codes: productCodes(product).slice(0, LIST_MAX_LENGTH),
    parent_asin: product.parentAsin && product.parentAsin !== product.asin ? product.parentAsin : null,
    past_parents: pastParents(product.parentAsinHistory ?? []),
    variations: (product.variations ?? []).slice(0, LIST_MAX_LENGTH).map(({ asin, attributes }) => ({
      asin,
      attributes: (attributes ?? []).map(({ dimension, value: text }) => ({ dimension, value: value(text) ?? '' })),
    })),
    number_of_items: whole(product.numberOfItems),
    package_quantity: whole(product.packageQuantity),
    unit_count: unitCount
      ? {
          value: positive(unitCount.unitValue),
          type: value(unitCount.unitType),
          each: positive(unitCount.eachUnitCount),
        }
      : null,
    image_urls: (product.images ?? []).slice(0, LIST_MAX_LENGTH).flatMap((image) => {
      const name = image.l ?? image.m
      return name ? from.imageUrl(name) : []
    }),
    sales_rank: whole(current(CSV.SALES)),
    price: whole(product.stats?.buyBoxPrice) ?? whole(current(CSV.BUY_BOX)) ?? whole(current(CSV.NEW)),
    availability: availabilityOf(product, kind),
    videos: from.withVideos ? videosOf(product) : null,
  }
}

/** Keepa writes -1, -2 and 0 where there is none. */
const positive = (number: number | null | undefined): number | null =>
  number !== null && number !== undefined && number > 0 ? number : null
const whole = (number: number | null | undefined): number | null => {
  const found = positive(number)
  return found !== null && Number.isSafeInteger(found) ? found : null
}

/**
 * A product is available when somebody sells it: a buy box, a new price, new offers, or a price that the brand hides.
 * Amazon's own offer is a reason and never decides, because Amazon does not sell most products. Keepa's silence means
 * that nobody knows.
 */
function availabilityOf(product: KeepaProduct, kind: ProductKind): Availability {
  const observed_at = keepaInstant(product.lastUpdate)
  if (kind === 'invalid') return { state: 'unavailable', reasons: [], observed_at }
  // A parent is sold as its variations.
  if (kind === 'parent') return { state: 'unknown', reasons: [], observed_at }
  const current = (type: number) => positive(product.stats?.current?.[type]) !== null
  const found: [AvailabilityReason, boolean][] = [
    ['buy_box', positive(product.stats?.buyBoxPrice) !== null || current(CSV.BUY_BOX)],
    ['new_price', current(CSV.NEW)],
    ['new_offers', current(CSV.COUNT_NEW)],
    ['price_hidden', product.newPriceIsMAP === true],
    ['amazon_offer', (product.availabilityAmazon ?? -1) >= 0 || current(CSV.AMAZON)],
  ]
  const reasons = found.flatMap(([reason, holds]) => (holds ? [reason] : []))
  const isSold = reasons.some((reason) => reason !== 'amazon_offer')
  return { state: isSold ? 'available' : 'unknown', reasons, observed_at }
}

// `[minute until which, ASIN, …]`, the oldest first.
function pastParents(history: readonly (string | number)[]): SourceProduct['past_parents'] {
  const parents = []
  for (let index = 0; index + 1 < history.length; index += 2) {
    const until = keepaInstant(Number(history[index]))
    const asin = String(history[index + 1])
    if (until && /^[A-Z0-9]{10}$/.test(asin)) parents.push({ asin, until })
  }
  return parents.reverse().slice(0, LIST_MAX_LENGTH)
}

function videosOf({ videos }: KeepaProduct): PageVideo[] | null {
  if (!videos) return null
  return videos.slice(0, LIST_MAX_LENGTH).map(({ title, name, creator, duration, url }) => ({
    title: toPlainText(title, TITLE_MAX_LENGTH),
    name: toPlainText(name, VALUE_MAX_LENGTH),
    creator: VideoCreator.catch('Unknown').parse(creator),
    duration_s: duration !== null && duration !== undefined && duration >= 0 ? Math.round(duration) : null,
    url: url ?? null,
  }))
}
