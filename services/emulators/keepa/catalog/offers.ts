import { stableText } from '../../frame/stable-number.ts'
import type { CatalogProduct } from './catalog-product.ts'
import { CSV, keepaMinutes, type Point } from './history.ts'

const SELLER_LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
/** Offers come in pages of ten, and each page is paid for. */
export const OFFERS_PER_PAGE = 10

/** How many sellers offer the product now. */
export function offerCount(product: CatalogProduct): number {
  return product.price_cents === null || product.product_type !== 0 ? 0 : 4
}

/** The fields an `offers` request adds to a product. */
export function liveOffers(product: CatalogProduct, history: (Point[] | null)[], wanted: number, nowMs: number) {
  const price = history[CSV.NEW]?.at(-1)?.value ?? -1
  const count = Math.min(wanted, offerCount(product))
  const minute = keepaMinutes(nowMs)
  const offers = Array.from({ length: count }, (_, index) => ({
    offerId: index + 1,
    lastSeen: minute,
    sellerId: `A${stableText(SELLER_LETTERS, 13, 'seller', product.asin, index)}`,
    offerCSV: [minute - 1440, price + index * 100, index === 3 ? 499 : 0],
    condition: 1,
    conditionComment: null,
    isPrime: index < 3,
    isMAP: false,
    isShippable: true,
    isPreorder: false,
    isWarehouseDeal: false,
    isAmazon: index === 0 && history[CSV.AMAZON] !== null,
    isFBA: index < 3,
  }))
  return { offers, liveOffersOrder: offers.map((_, index) => index), offersSuccessful: true, isRedirectASIN: false }
}
