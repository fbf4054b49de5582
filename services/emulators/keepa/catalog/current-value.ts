import type { DomainId } from '../domains.ts'
import type { CatalogProduct } from './catalog-product.ts'
import { CSV, priceHistory } from './history.ts'

/** The numbers a selection can filter and sort by in this emulator. */
export const COMPARABLE_FIELDS = [
  'current_AMAZON',
  'current_NEW',
  'current_USED',
  'current_SALES',
  'current_LISTPRICE',
  'current_NEW_FBA',
  'current_COUNT_NEW',
  'current_RATING',
  'current_COUNT_REVIEWS',
  'monthlySold',
] as const
export type ComparableField = (typeof COMPARABLE_FIELDS)[number]

/** -1 where there is no value. */
export function currentValue(product: CatalogProduct, domain: DomainId, field: ComparableField, nowMs: number): number {
  switch (field) {
    case 'monthlySold':
      return product.monthly_sold ?? -1
    case 'current_SALES':
      return product.product_type === 5 ? -1 : product.sales_rank
    case 'current_RATING':
      return product.rating
    case 'current_COUNT_REVIEWS':
      return product.review_count
    default: {
      const type = {
        current_AMAZON: CSV.AMAZON,
        current_NEW: CSV.NEW,
        current_USED: CSV.USED,
        current_LISTPRICE: CSV.LISTPRICE,
        current_NEW_FBA: CSV.NEW_FBA,
        current_COUNT_NEW: CSV.COUNT_NEW,
      }[field]
      return priceHistory(product, domain, nowMs, { rating: false, buyBox: false })[type]?.at(-1)?.value ?? -1
    }
  }
}
