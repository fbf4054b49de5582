import { type MarketplaceCode, marketplace as marketplaceOf } from '#core/marketplaces.ts'
import {
  KEEPA_MAX_ASINS,
  type Keepa,
  type KeepaCost,
  type KeepaReading,
  openKeepa,
} from '../../providers/keepa/index.ts'
import { toSourceProduct } from './keepa-product.ts'
import type { ProductSource, SourceAnswer } from './product-source.ts'

/** The finder never answers fewer. */
const FINDER_LEAST = 50
const FINDER_BASE_TOKENS = 10
const ASINS_PER_FINDER_TOKEN = 100

/** Keepa as a source; null without a key. It has no Australia. */
export function openKeepaSource(options: { timeoutMs?: number } = {}): ProductSource | null {
  const keepa = openKeepa(options)
  return keepa && keepaSource(keepa)
}

function keepaSource(keepa: Keepa): ProductSource {
  return {
    name: 'keepa',
    serves: (marketplace) => marketplaceOf(marketplace).keepa_domain_id !== null,
    fingerprint: () => keepa.fingerprint,
    isPerMarketplace: false,
    maxAsins: KEEPA_MAX_ASINS,
    maxCodes: KEEPA_MAX_ASINS,
    isChargedPerProduct: true,
    candidateUnits: (limit) => FINDER_BASE_TOKENS + Math.ceil(Math.max(FINDER_LEAST, limit) / ASINS_PER_FINDER_TOKEN),
    async getProducts(marketplace, asins, { videos = false, signal }) {
      return toAnswer(await keepa.readProducts(domainOf(marketplace), asins, { videos, signal }), marketplace, videos)
    },
    async findByCodes(marketplace, codes, { limit, signal }) {
      return toAnswer(await keepa.readByCodes(domainOf(marketplace), codes, { limit, signal }), marketplace, false)
    },
    async findCandidates(marketplace, { brand, title, categoryId }, { limit, signal }) {
      const selection = {
        ...(brand && { brand: [brand] }),
        ...(title && { title }),
        ...(categoryId && { rootCategory: [categoryId] }),
        // Products themselves: a parent stands for them and has no data.
        productType: [0, 1, 2],
        sort: [['current_SALES', 'asc']],
        perPage: Math.max(FINDER_LEAST, Math.min(limit, 10_000)),
        page: 0,
      }
      const { asins, ...cost } = await keepa.findAsins(domainOf(marketplace), selection, signal)
      return { ...costOf(cost), products: [], dropped: 0, asins: asins.slice(0, limit) }
    },
    listVariations: null,
    probe: async (_marketplace, _asin, signal) => void (await keepa.readTokens(signal)),
    isPause: () => false,
  }

  function toAnswer(reading: KeepaReading, marketplace: MarketplaceCode, withVideos: boolean): SourceAnswer {
    const readAt = new Date().toISOString()
    const from = { marketplace, readAt, imageUrl: keepa.imageUrl, withVideos }
    return {
      ...costOf(reading),
      products: reading.products.map((product) => toSourceProduct(product, from)),
      dropped: reading.dropped,
    }
  }
}

const costOf = ({ tokens, spent }: KeepaCost) => ({
  spent,
  tokens: { left: tokens.left, refillPerMinute: tokens.refillPerMinute },
  waitSeconds: tokens.waitSeconds,
})

function domainOf(marketplace: MarketplaceCode): number {
  const id = marketplaceOf(marketplace).keepa_domain_id
  if (id === null) throw new RangeError(`Keepa has no ${marketplace}`)
  return id
}
