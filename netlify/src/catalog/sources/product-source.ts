import type { SourceName, SourceProduct } from '#core/catalog/source-product.ts'
import type { MarketplaceCode } from '#core/marketplaces.ts'

/** An account that is charged in tokens, as the source said last. */
export type SourceTokens = { left: number; refillPerMinute: number }

/** What a source answered, and what that cost. */
export type SourceAnswer = {
  products: SourceProduct[]
  /** What nobody asked for, what came twice and what was unreadable: never used. */
  dropped: number
  /** As the source counts it; null when it does not say. */
  spent: number | null
  tokens: SourceTokens | null
  /** Until the source serves the next request; 0 for at once. */
  waitSeconds: number
}

/** Which products may be like another. At least one of the fields. */
export type CandidateQuery = {
  brand?: string | null
  title?: string | null
  /** The source's own number of a category in that marketplace. */
  categoryId?: number | null
}

export type Variation = SourceProduct['variations'][number]

/**
 * One vendor of product data. It maps the vendor's answers to `SourceProduct` and knows neither the cache, nor budgets,
 * nor other sources: `openProductSources` does. Everything only reads. All throw `ProviderError`; `paused` says of one
 * whether the vendor took access away for a while.
 */
export type ProductSource = {
  name: SourceName
  /** Whether it is configured for that marketplace and has it. */
  serves(marketplace: MarketplaceCode): boolean
  /** Stands for the account's key, where the key must not be written. */
  fingerprint(marketplace: MarketplaceCode): string
  /** Whether rights and pauses are per marketplace; otherwise of the key. */
  isPerMarketplace: boolean
  /** How many ASINs, and how many codes, one request takes. */
  maxAsins: number
  maxCodes: number
  /** Whether a request costs a unit of the daily cap for each ASIN or code; otherwise one for itself. */
  isChargedPerProduct: boolean
  /** What finding so many candidates costs at least. */
  candidateUnits(limit: number): number
  /** Products of unknown ASINs too, as `invalid` or `inaccessible`. */
  getProducts(marketplace: MarketplaceCode, asins: readonly string[], options: ReadOptions): Promise<SourceAnswer>
  /** The products with one of these EAN, UPC or ISBN-13, at most `limit` of each code. */
  findByCodes(
    marketplace: MarketplaceCode,
    codes: readonly string[],
    options: { limit: number; signal?: AbortSignal | undefined },
  ): Promise<SourceAnswer>
  /** ASINs that may be like another product, the best sellers first; some sources send whole products with them. */
  findCandidates(
    marketplace: MarketplaceCode,
    query: CandidateQuery,
    options: { limit: number; signal?: AbortSignal | undefined },
  ): Promise<SourceAnswer & { asins: string[] }>
  /** The variations of a parent; null for a source that lists them on the parent's record. */
  listVariations:
    | ((
        marketplace: MarketplaceCode,
        parentAsin: string,
        options: { limit: number; signal?: AbortSignal | undefined },
      ) => Promise<SourceAnswer & { variations: Variation[]; total: number | null }>)
    | null
  /** The cheapest request that shows whether access is back. `asin`: one that was asked before. */
  probe(marketplace: MarketplaceCode, asin: string | null, signal?: AbortSignal | undefined): Promise<void>
  /** Whether this failure took access away for a while: neither the key nor the request is wrong. */
  isPause(error: unknown): boolean
}

export type ReadOptions = { videos?: boolean; signal?: AbortSignal | undefined }
