import { readEnv } from '../../env.ts'
import { requestProducts } from './client.ts'
import { type ProductDetails, toDetails } from './details.ts'
import { type ProductFacts, toFacts, waitSeconds } from './mapping.ts'

export type { ProductDetails } from './details.ts'
export type { ProductFacts } from './mapping.ts'

export const KEEPA_MAX_ASINS = 100

export type KeepaTokens = {
  left: number
  refillInMs: number
  refillPerMinute: number
  /** Until Keepa serves the next request; 0 while a token is left. */
  waitSeconds: number
}

export type Keepa = {
  /**
   * Keepa's data about up to 100 ASINs in one marketplace, one token each; unknown ASINs are not in the map. `spent`:
   * the tokens, as Keepa counts them. Only reads, so it may be repeated at the price of the tokens. Throws `ProviderError`: `reconnect` (key refused or plan
   * ended), `rejected`, or `try_later`, with the wait when the tokens are used up.
   */
  getProducts(
    domainId: number,
    asins: readonly string[],
    signal?: AbortSignal,
  ): Promise<{ products: Map<string, ProductFacts>; tokens: KeepaTokens; spent: number | null }>
  /**
   * Everything that a listing can be made from, for one token; `details` is null for an ASIN that Keepa does not
   * know. Throws as above.
   */
  getDetails(
    domainId: number,
    asin: string,
    signal?: AbortSignal,
  ): Promise<{ details: ProductDetails | null; spent: number | null }>
}

/** Keepa with the server's key; null while none is configured. */
export function openKeepa({ timeoutMs = 30_000 }: { timeoutMs?: number } = {}): Keepa | null {
  const { KEEPA_API_KEY, KEEPA_BASE_URL, KEEPA_IMAGE_BASE_URL } = readEnv()
  if (!KEEPA_API_KEY) return null
  const account = { baseUrl: KEEPA_BASE_URL, apiKey: KEEPA_API_KEY, timeoutMs }
  return {
    async getProducts(domainId, asins, signal) {
      if (asins.length > KEEPA_MAX_ASINS) throw new RangeError(`Keepa takes ${KEEPA_MAX_ASINS} ASINs at a time`)
      const answer = await requestProducts(account, { domainId, asins, signal })
      const found = (answer.products ?? []).flatMap((product) => {
        const facts = product && toFacts(product, KEEPA_IMAGE_BASE_URL)
        return product && facts ? [[product.asin, facts] as const] : []
      })
      return {
        products: new Map(found),
        tokens: {
          left: answer.tokensLeft,
          refillInMs: answer.refillIn,
          refillPerMinute: answer.refillRate,
          waitSeconds: waitSeconds(answer),
        },
        spent: answer.tokensConsumed ?? null,
      }
    },
    async getDetails(domainId, asin, signal) {
      const answer = await requestProducts(account, { domainId, asins: [asin], signal })
      const product = answer.products?.find((candidate) => candidate?.asin === asin)
      return { details: product ? toDetails(product) : null, spent: answer.tokensConsumed ?? null }
    },
  }
}
