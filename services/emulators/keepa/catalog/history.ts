import { stableNumber } from '../../frame/stable-number.ts'
import { type DomainId, PRICE_FACTOR } from '../domains.ts'
import type { CatalogProduct } from './catalog-product.ts'

const KEEPA_EPOCH_MINUTES = 21_564_000
const WEEK_MINUTES = 7 * 24 * 60
const HISTORY_WEEKS = 60

/** How many price types there are; arrays indexed by type have this length. */
export const CSV_TYPES = 36
/** Types whose entries are time, price, shipping instead of time, value. */
const TRIPLETS = new Set([7, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 32])

export const CSV = {
  AMAZON: 0,
  NEW: 1,
  USED: 2,
  SALES: 3,
  LISTPRICE: 4,
  NEW_FBM_SHIPPING: 7,
  NEW_FBA: 10,
  COUNT_NEW: 11,
  RATING: 16,
  COUNT_REVIEWS: 17,
  BUY_BOX_SHIPPING: 18,
} as const

/** Unix milliseconds as Keepa minutes. */
export function keepaMinutes(unixMs: number): number {
  return Math.floor(unixMs / 60_000) - KEEPA_EPOCH_MINUTES
}

export type Point = { minute: number; value: number; shipping?: number }

/** The parts that the caller requested; Keepa leaves out the types of each part without its parameter. */
export type HistoryScope = { rating: boolean; buyBox: boolean }

/** History per type, oldest first; null where there is none. The same product always has the same past. */
export function priceHistory(product: CatalogProduct, domain: DomainId, nowMs: number, scope: HistoryScope) {
  const types: (Point[] | null)[] = Array.from({ length: CSV_TYPES }, () => null)
  if (product.product_type === 3 || product.product_type === 4 || product.product_type === 5) return types
  const sellsItself = product.amazon_offer ?? stableNumber('amazon', product.asin) < 0.6
  const base = Math.round((product.price_cents ?? 2999) * PRICE_FACTOR[domain])
  const series = (value: (week: number) => number, shipping?: number) => weekly(nowMs, value, shipping)
  const price = (seed: string, share: number) => (week: number) => {
    return Math.max(1, Math.round(base * share * (0.9 + 0.2 * stableNumber(seed, product.asin, domain, week))))
  }
  const now = (points: Point[]) => withPresent(points, product.price_cents === null ? -1 : base, nowMs)

  types[CSV.NEW] = now(series(price('new', 1)))
  if (sellsItself) types[CSV.AMAZON] = now(series(price('amazon', 1.02)))
  types[CSV.USED] = series((week) => (week % 5 === 0 ? -1 : price('used', 0.7)(week)))
  types[CSV.SALES] = withPresent(
    series((week) =>
      Math.max(1, Math.round(product.sales_rank * (0.7 + 0.6 * stableNumber('rank', product.asin, week)))),
    ),
    product.sales_rank,
    nowMs,
  )
  types[CSV.LISTPRICE] = series(() => Math.round(base * 1.2))
  types[CSV.NEW_FBM_SHIPPING] = now(series(price('fbm', 1.05), 499))
  types[CSV.NEW_FBA] = now(series(price('fba', 1.01)))
  types[CSV.COUNT_NEW] = withPresent(
    series((week) => 2 + (week % 4)),
    product.new_offers ?? (product.price_cents === null ? 0 : 4),
    nowMs,
  )
  if (scope.rating) {
    types[CSV.RATING] = series(() => product.rating)
    types[CSV.COUNT_REVIEWS] = withPresent(
      series(() => Math.floor(product.review_count * 0.9)),
      product.review_count,
      nowMs,
    )
  }
  if (scope.buyBox) types[CSV.BUY_BOX_SHIPPING] = now(series(price('buybox', 1), 0))
  return types
}

/** Weeks are counted from Keepa's epoch, so that a point keeps its place as time passes. */
function weekly(nowMs: number, value: (week: number) => number, shipping?: number): Point[] {
  const thisWeek = Math.floor(keepaMinutes(nowMs) / WEEK_MINUTES)
  return Array.from({ length: HISTORY_WEEKS }, (_, index) => {
    const week = thisWeek - HISTORY_WEEKS + 1 + index
    return point(week * WEEK_MINUTES, value(week), shipping)
  })
}

function point(minute: number, value: number, shipping: number | undefined): Point {
  return shipping === undefined ? { minute, value } : { minute, value, shipping: value === -1 ? -1 : shipping }
}

function withPresent(points: Point[], value: number, nowMs: number): Point[] {
  const last = points.at(-1)
  if (last === undefined || last.value === value) return points
  const minute = Math.max(last.minute + 1, keepaMinutes(nowMs) - 60)
  return [...points, point(minute, value, last.shipping === undefined ? undefined : Math.max(0, last.shipping))]
}

/** Keepa's flat arrays: pairs, or triplets for the types with shipping; only points since `sinceMinute`. */
export function csvArrays(history: (Point[] | null)[], sinceMinute: number): (number[] | null)[] {
  return history.map((points, type) => {
    const kept = points?.filter(({ minute }) => minute >= sinceMinute) ?? []
    if (kept.length === 0) return null
    return kept.flatMap(({ minute, value, shipping = 0 }) =>
      TRIPLETS.has(type) ? [minute, value, shipping] : [minute, value],
    )
  })
}
