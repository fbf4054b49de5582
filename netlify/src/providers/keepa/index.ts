import { createHash } from 'node:crypto'
import { readEnv } from '../../env.ts'
import { requestFinder, requestProducts, requestTokens } from './client.ts'
import { type ProductDetails, toDetails } from './details.ts'
import { type ProductFacts, toFacts, waitSeconds } from './mapping.ts'
import { carriesCode } from './product-codes.ts'
import type { KeepaEnvelope, KeepaProduct, KeepaProductAnswer } from './types.ts'

export type { ProductDetails } from './details.ts'
export { keepaInstant, type ProductFacts, toPlainText } from './mapping.ts'
export { productCodes } from './product-codes.ts'
export type { KeepaProduct } from './types.ts'

export const KEEPA_MAX_ASINS = 100
/** How many variations Keepa lists of one parent. */
export const KEEPA_MAX_VARIATIONS = 50

export type KeepaTokens = {
  /** Negative after a request that cost more than was left. */
  left: number
  refillInMs: number
  refillPerMinute: number
  /** Until Keepa serves the next request; 0 while a token is left. */
  waitSeconds: number
}

/** What a request cost, and what the account holds afterwards. */
export type KeepaCost = { tokens: KeepaTokens; spent: number | null }

/** Whole products. `dropped`: what nobody asked for, what came twice and what was unreadable. */
export type KeepaReading = KeepaCost & { products: KeepaProduct[]; dropped: number }

/**
 * Everything only reads, so it may be repeated at the price of the tokens. `spent`: the tokens, as Keepa counts them.
 * All throw `ProviderError`: `reconnect` (key refused or plan ended), `rejected`, or `try_later`, with the wait when the
 * tokens are used up.
 */
export type Keepa = {
  /** Stands for the key where the key must not be written. */
  fingerprint: string
  /** Keepa's data about up to 100 ASINs in one marketplace, one token each; unknown ASINs are not in the map. */
  getProducts(
    domainId: number,
    asins: readonly string[],
    signal?: AbortSignal,
  ): Promise<KeepaCost & { products: Map<string, ProductFacts> }>
  /**
   * Everything that a listing can be made from, for one token; `details` is null for an ASIN that Keepa does not
   * know.
   */
  getDetails(
    domainId: number,
    asin: string,
    signal?: AbortSignal,
  ): Promise<KeepaCost & { details: ProductDetails | null }>
  /** Up to 100 ASINs with current prices and rank, dead ASINs too; one token each, two when Keepa looks again. */
  readProducts(
    domainId: number,
    asins: readonly string[],
    options?: { videos?: boolean; signal?: AbortSignal | undefined },
  ): Promise<KeepaReading>
  /** The products with one of up to 100 EAN, UPC or ISBN-13, at most `limit` (1 to 100) of each code. */
  readByCodes(
    domainId: number,
    codes: readonly string[],
    options: { limit: number; signal?: AbortSignal | undefined },
  ): Promise<KeepaReading>
  /** The ASINs of a Product Finder selection, in its order; 10 tokens and 1 for each 100 ASINs. */
  findAsins(
    domainId: number,
    selection: object,
    signal?: AbortSignal | undefined,
  ): Promise<KeepaCost & { asins: string[]; total: number }>
  /** The account alone, for nothing. */
  readTokens(signal?: AbortSignal): Promise<KeepaTokens>
  /** Where an image is, by its name in an answer. */
  imageUrl(name: string): string
}

/** Keepa with the server's key; null while none is configured. */
export function openKeepa({ timeoutMs = 30_000 }: { timeoutMs?: number } = {}): Keepa | null {
  const { KEEPA_API_KEY, KEEPA_BASE_URL, KEEPA_IMAGE_BASE_URL } = readEnv()
  if (!KEEPA_API_KEY) return null
  const account = { baseUrl: KEEPA_BASE_URL, apiKey: KEEPA_API_KEY, timeoutMs }
  return {
    fingerprint: createHash('sha256').update(`keepa ${KEEPA_API_KEY}`).digest('hex').slice(0, 16),
    async getProducts(domainId, asins, signal) {
      requireAtMost(asins)
      const answer = await requestProducts(account, { domainId, asins, signal })
      const found = (answer.products ?? []).flatMap((product) => {
        const facts = product && toFacts(product, KEEPA_IMAGE_BASE_URL)
        return product && facts ? [[product.asin, facts] as const] : []
      })
      return { products: new Map(found), ...costOf(answer) }
    },
    async getDetails(domainId, asin, signal) {
      const answer = await requestProducts(account, { domainId, asins: [asin], signal })
      const product = answer.products?.find((candidate) => candidate?.asin === asin)
      return { details: product ? toDetails(product) : null, ...costOf(answer) }
    },
    async readProducts(domainId, asins, { videos = false, signal } = {}) {
      requireAtMost(asins)
      const answer = await requestProducts(account, { domainId, asins, stats: true, videos, signal })
      const asked = new Set(asins)
      return { ...keepOnly(answer, ({ asin }) => asked.has(asin)), ...costOf(answer) }
    },
    async readByCodes(domainId, codes, { limit, signal }) {
      requireAtMost(codes)
      const codeLimit = Math.min(Math.max(1, Math.trunc(limit)), 100)
      const answer = await requestProducts(account, { domainId, codes, codeLimit, stats: true, signal })
      return { ...keepOnly(answer, (product) => codes.some((code) => carriesCode(product, code))), ...costOf(answer) }
    },
    async findAsins(domainId, selection, signal) {
      const answer = await requestFinder(account, { domainId, selection, signal })
      const asins = [...new Set(answer.asinList ?? [])]
      return { asins, total: answer.totalResults ?? asins.length, ...costOf(answer) }
    },
    readTokens: async (signal) => costOf(await requestTokens(account, signal)).tokens,
    imageUrl: (name) => `${KEEPA_IMAGE_BASE_URL.replace(/\/$/, '')}/${encodeURIComponent(name)}`,
  }
}

function requireAtMost(list: readonly string[]): void {
  if (list.length > KEEPA_MAX_ASINS) throw new RangeError(`Keepa takes ${KEEPA_MAX_ASINS} ASINs or codes at a time`)
}

const costOf = (answer: KeepaEnvelope): KeepaCost => ({
  tokens: {
    left: answer.tokensLeft,
    refillInMs: answer.refillIn,
    refillPerMinute: answer.refillRate,
    waitSeconds: waitSeconds(answer),
  },
  spent: answer.tokensConsumed ?? null,
})

// Keepa has answered an ASIN that nobody asked for; taken for the one that was asked, it would be a wrong task.
function keepOnly({ products }: KeepaProductAnswer, isAsked: (product: KeepaProduct) => boolean) {
  const rows = products ?? []
  const kept = new Map<string, KeepaProduct>()
  for (const row of rows) {
    if (row && /^[A-Z0-9]{10}$/.test(row.asin) && isAsked(row) && !kept.has(row.asin)) kept.set(row.asin, row)
  }
  return { products: [...kept.values()], dropped: rows.length - kept.size }
}
