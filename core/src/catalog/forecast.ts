import type { SourceFeature } from './source-budget.ts'

/** From the fewest to the most; the truth is known only after the source has answered. */
export type TokenRange = { low: number; high: number }

/** Keepa charges one token for a product that it read within the hour, two for one that it reads again. */
export const TOKENS_PER_PRODUCT: TokenRange = { low: 1, high: 2 }
/** Of a Product Finder query for up to 100 ASINs. */
export const TOKENS_PER_FINDER_QUERY = 11
/** How many products a search takes at most from the finder, from the codes and from the parent. */
const SEARCHED_PRODUCTS = 100

/** What a feature costs for one ASIN in one marketplace, when nothing of it is stored. */
const COSTS: Readonly<Record<SourceFeature, TokenRange>> = {
  look_up: TOKENS_PER_PRODUCT,
  fill_in: TOKENS_PER_PRODUCT,
  quick_list: TOKENS_PER_PRODUCT,
  enrichment: TOKENS_PER_PRODUCT,
  availability: TOKENS_PER_PRODUCT,
  // The product and its videos come in one answer.
  radar: TOKENS_PER_PRODUCT,
  placement: TOKENS_PER_PRODUCT,
  // The product and the finder at least; then the parent, its variations and the candidates.
  search: {
    low: TOKENS_PER_PRODUCT.low + TOKENS_PER_FINDER_QUERY,
    high: TOKENS_PER_PRODUCT.high * (2 + SEARCHED_PRODUCTS) + TOKENS_PER_FINDER_QUERY,
  },
}

export type ForecastInput = {
  asins: number
  /** Each asked in every marketplace. */
  marketplaces?: number
  /** Each read once more, unless the answer of another is still young enough. */
  features: readonly SourceFeature[]
  /** Answers that are stored and young enough cost nothing. */
  stored?: number
  /** The account as it was read last; null when nobody knows. */
  account?: { left: number; refill_per_minute: number } | null
}

/** What a bulk action costs, and how long its tokens take to come; null where the account is not known. */
export type Forecast = TokenRange & { wait_minutes: TokenRange | null }

/**
 * The cost of a bulk action before it starts. One product answer serves every feature that reads products, so those
 * features cost its price once; `search` adds its own.
 */
export function forecastTokens({
  asins,
  marketplaces = 1,
  features,
  stored = 0,
  account = null,
}: ForecastInput): Forecast {
  const reads = Math.max(0, asins * marketplaces - stored)
  const reading = features.filter((feature) => feature !== 'search').map((feature) => COSTS[feature])
  const searching = features.includes('search') ? COSTS.search : NOTHING
  const each = add(reading.reduce(most, NOTHING), searching)
  const tokens = { low: Math.ceil(reads * each.low), high: Math.ceil(reads * each.high) }
  return {
    ...tokens,
    wait_minutes: account && { low: minutesFor(tokens.low, account), high: minutesFor(tokens.high, account) },
  }
}

const NOTHING: TokenRange = { low: 0, high: 0 }
const add = (one: TokenRange, other: TokenRange): TokenRange => ({
  low: one.low + other.low,
  high: one.high + other.high,
})
const most = (one: TokenRange, other: TokenRange): TokenRange => ({
  low: Math.max(one.low, other.low),
  high: Math.max(one.high, other.high),
})

/** Whole minutes until the account has paid so many tokens; infinite for an account that is not refilled. */
function minutesFor(tokens: number, { left, refill_per_minute }: { left: number; refill_per_minute: number }): number {
  const missing = tokens - left
  if (tokens === 0 || missing <= 0) return 0
  return refill_per_minute > 0 ? Math.ceil(missing / refill_per_minute) : Number.POSITIVE_INFINITY
}
