import type { SourceProduct } from '#core/catalog/source-product.ts'
import type { MarketplaceCode } from '#core/marketplaces.ts'
import {
  type AmazonCreators,
  CREATORS_MAX_ITEMS,
  CREATORS_MAX_PAGES,
  type CreatorsItem,
  isAssociatePause,
  openAmazonCreators,
} from '../../providers/amazon-creators/index.ts'
import { emptyProduct, toSourceProduct } from './creators-item.ts'
import type { ProductSource, Variation } from './product-source.ts'

/** Amazon's Creators API as a source; null without credentials and partner tags. */
export function openCreatorsSource(options: { timeoutMs?: number } = {}): ProductSource | null {
  const creators = openAmazonCreators(options)
  return creators && creatorsSource(creators)
}

function creatorsSource(creators: AmazonCreators): ProductSource {
  return {
    name: 'amazon_creators',
    serves: creators.serves,
    fingerprint: creators.fingerprint,
    isPerMarketplace: true,
    maxAsins: CREATORS_MAX_ITEMS,
    maxCodes: 1,
    isChargedPerProduct: false,
    candidateUnits: () => 1,
    isPause: isAssociatePause,

    async getProducts(marketplace, asins, { signal }) {
      const { items, failed, dropped } = await creators.getItems(marketplace, asins, signal)
      const came = new Map(toProducts(items, marketplace).map((product) => [product.asin, product]))
      const readAt = new Date().toISOString()
      // The answer about every ASIN is kept, also that there is none.
      const products = asins.map(
        (asin) => came.get(asin) ?? emptyProduct(asin, marketplace, readAt, failed.get(asin) ?? 'inaccessible'),
      )
      return { ...costOf(1), products, dropped }
    },

    // Amazon's search takes a code as a word; what does not carry the code is another product.
    async findByCodes(marketplace, codes, { limit, signal }) {
      const products = new Map<string, SourceProduct>()
      let dropped = 0
      for (const code of codes) {
        const found = await creators.searchItems(marketplace, { keywords: code }, 1, signal)
        const carrying = toProducts(found.items, marketplace).filter((product) => product.codes.some(isCode(code)))
        dropped += found.dropped + found.items.length - carrying.length
        for (const product of carrying.slice(0, limit)) products.set(product.asin, product)
      }
      return { ...costOf(codes.length), products: [...products.values()], dropped }
    },

    async findCandidates(marketplace, { brand, title, categoryId }, { limit, signal }) {
      const search = {
        ...(brand && { brand }),
        ...(title && { keywords: title }),
        ...(categoryId && { browseNodeId: String(categoryId) }),
      }
      const wanted = Math.min(CREATORS_MAX_PAGES, Math.ceil(limit / CREATORS_MAX_ITEMS))
      const read = await readPages(wanted, (page) => creators.searchItems(marketplace, search, page, signal))
      const products = toProducts(read.items, marketplace).slice(0, limit)
      return { ...costOf(read.pages), products, dropped: read.dropped, asins: products.map(({ asin }) => asin) }
    },

    async listVariations(marketplace, parentAsin, { limit, signal }) {
      const wanted = Math.ceil(limit / CREATORS_MAX_ITEMS)
      const read = await readPages(wanted, (page) => creators.getVariations(marketplace, parentAsin, page, signal))
      const items = read.items.slice(0, limit)
      const variations: Variation[] = items.map(({ asin, variationAttributes }) => ({
        asin,
        attributes: (variationAttributes ?? []).map(({ name, value }) => ({ dimension: name, value })),
      }))
      const { pages, dropped, total } = read
      return { ...costOf(pages), products: toProducts(items, marketplace), dropped, variations, total }
    },

    // Whether an account is eligible shows in any answer. An account that was never used has no ASIN to ask about.
    async probe(marketplace, asin, signal) {
      if (asin) await creators.getItems(marketplace, [asin], signal)
      else await creators.listReports(marketplace, signal)
    },
  }
}

/** Amazon has no tokens: each request counts as one. */
const costOf = (requests: number) => ({ spent: requests, tokens: null, waitSeconds: 0 })

const isCode = (code: string) => (own: string) => own.replace(/^0+/, '') === code.replace(/^0+/, '')

function toProducts(items: readonly CreatorsItem[], marketplace: MarketplaceCode): SourceProduct[] {
  const readAt = new Date().toISOString()
  return items.map((item) => toSourceProduct(item, marketplace, readAt))
}

type Page = { items: CreatorsItem[]; dropped: number; total: number | null }

/** Page by page, until one is not full or the total has come. */
async function readPages(wanted: number, read: (page: number) => Promise<Page>) {
  const items = new Map<string, CreatorsItem>()
  let dropped = 0
  let total: number | null = null
  let pages = 0
  while (pages < wanted) {
    pages += 1
    const page = await read(pages)
    for (const item of page.items) items.set(item.asin, item)
    dropped += page.dropped
    total = page.total
    if (page.items.length < CREATORS_MAX_ITEMS || (total !== null && items.size >= total)) break
  }
  return { items: [...items.values()], dropped, total, pages }
}
