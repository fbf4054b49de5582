import { createHash } from 'node:crypto'
import { z } from 'zod'
import { isAsin } from '#core/asin.ts'
import type { SourceFeature } from '#core/catalog/source-budget.ts'
import type { SourceName, SourceProduct } from '#core/catalog/source-product.ts'
import type { MarketplaceCode } from '#core/marketplaces.ts'
import type { Db } from '../../db/user-client.ts'
import { KEEPA_MAX_VARIATIONS } from '../../providers/keepa/index.ts'
import type { Asker, Stop } from './ask-source.ts'
import { openCreatorsSource } from './creators-source.ts'
import { findProductsByCodes } from './find-by-codes.ts'
import { openKeepaSource } from './keepa-source.ts'
import type { CandidateQuery, ProductSource, Variation } from './product-source.ts'
import { readList } from './read-lists.ts'
import { type Reading, readFromSource } from './read-products.ts'
import { readKept } from './sources.repo.ts'

export type { Stop } from './ask-source.ts'
export type { CandidateQuery, Variation } from './product-source.ts'
export type { Reading } from './read-products.ts'

const DAY_SECONDS = 24 * 60 * 60
/** PostgREST takes long lists, and this keeps each statement short. */
const KEPT_AT_ONCE = 500

type Common = {
  /** What asks: the budget page counts by it. */
  feature: SourceFeature
  /** A stored answer up to this age is used for nothing; a day by default. 0 always asks. */
  maxAgeSeconds?: number
  signal?: AbortSignal | undefined
}

/** `stopped` says why something is missing; null when every source was asked about it. */
export type ProductsReading = Reading & { missing: string[]; stopped: Stop | null }
export type CodesReading = Omit<Reading, 'products'> & {
  byCode: Map<string, SourceProduct[]>
  /** Codes that may have more products than the limit let through. */
  atLimit: string[]
  /** Codes that no source was asked about. */
  missing: string[]
  stopped: Stop | null
}
export type CandidatesReading = Omit<Reading, 'products'> & { asins: string[]; stopped: Stop | null }
export type VariationsReading = Omit<Reading, 'products'> & {
  variations: Variation[]
  source: SourceName | null
  /** False when the source lists no more although there may be more: there is nothing to retry. */
  isComplete: boolean
  stopped: Stop | null
}

/** The sources of product data, for one workspace's budget. */
export type ProductSources = {
  /** Where product data can come from in that marketplace, the first choice first; empty when nothing is configured. */
  sourcesFor(marketplace: MarketplaceCode): SourceName[]
  /**
   * What the sources say about these ASINs: Amazon first, Keepa for what Amazon does not give. With `videos`, or
   * `only: 'keepa'` (variations, past parents, pack sizes), Keepa alone; where Keepa is not (Australia), Amazon answers
   * all the same, without videos. Unknown ASINs are products of kind `invalid`.
   * Throws nothing of a vendor: what came is kept and returned, and `stopped` says why the rest is missing.
   */
  getProducts(
    marketplace: MarketplaceCode,
    asins: readonly string[],
    options: Common & { videos?: boolean; only?: SourceName },
  ): Promise<ProductsReading>
  /** The products with these EAN, UPC or ISBN-13, at most `limit` (10) of each code. */
  findByCodes(
    marketplace: MarketplaceCode,
    codes: readonly string[],
    options: Common & { limit?: number },
  ): Promise<CodesReading>
  /**
   * ASINs that may be like another product, the best sellers first, at most `limit` (50). Throws `RangeError` for a query
   * of nothing, which would be every product of the shop.
   */
  findCandidates(
    marketplace: MarketplaceCode,
    query: CandidateQuery,
    options: Common & { limit?: number },
  ): Promise<CandidatesReading>
  /** The variations of a parent. Keepa lists 50 and no more. */
  getVariations(marketplace: MarketplaceCode, parentAsin: string, options: Common): Promise<VariationsReading>
}

/** Every source that is configured, Amazon first. */
export function openSources(options: { timeoutMs?: number } = {}): ProductSource[] {
  return [openCreatorsSource(options), openKeepaSource(options)].filter((source) => source !== null)
}

/** The sources of product data for one workspace. `serviceDb` passes row level security: name a workspace the caller may use. */
export function openProductSources(
  serviceDb: Db,
  workspaceId: string,
  options: { timeoutMs?: number } = {},
): ProductSources {
  const sources = openSources(options)
  const serving = (marketplace: MarketplaceCode) => sources.filter((source) => source.serves(marketplace))
  const asker = (source: ProductSource, marketplace: MarketplaceCode, { feature }: Common): Asker => ({
    serviceDb,
    workspaceId,
    feature,
    source,
    marketplace,
  })
  /** Keepa where it serves: it alone knows codes, sales and whole families well. */
  const finder = (marketplace: MarketplaceCode) => serving(marketplace).toSorted(keepaFirst)[0]

  const facade: ProductSources = {
    sourcesFor: (marketplace) => serving(marketplace).map(({ name }) => name),

    async getProducts(marketplace, asins, options) {
      const { maxAgeSeconds = DAY_SECONDS, signal } = options
      const { order, names } = choose(serving(marketplace), options)
      const videos = options.videos === true && names.includes('keepa')
      const reading: Reading = { products: new Map(), fromCache: 0, dropped: 0, spent: 0 }
      const wanted = [...new Set(asins)].filter(isAsin)
      for (let start = 0; start < wanted.length; start += KEPT_AT_ONCE) {
        const part = wanted.slice(start, start + KEPT_AT_ONCE)
        for (const product of await readKept(serviceDb, names, marketplace, part, { maxAgeSeconds, videos })) {
          reading.products.set(product.asin, product)
        }
      }
      reading.fromCache = reading.products.size
      let stopped: Stop | null = order.length === 0 ? notConfigured : null
      for (const source of order) {
        const open = wanted.filter((asin) => isOpen(reading.products.get(asin), source))
        if (open.length === 0) break
        const read = { maxAgeSeconds, videos, signal }
        stopped = await readFromSource(asker(source, marketplace, options), open, reading, read)
        if (stopped?.reason === 'share') break
      }
      const missing = wanted.filter((asin) => !reading.products.has(asin))
      return { ...reading, missing, stopped: missing.length > 0 ? stopped : null }
    },

    async findByCodes(marketplace, codes, options) {
      const source = finder(marketplace)
      const { limit = 10, maxAgeSeconds = DAY_SECONDS, signal } = options
      const found = { byCode: new Map(), atLimit: [], fromCache: 0, dropped: 0, spent: 0 }
      if (!source) return { ...found, missing: [...codes], stopped: notConfigured }
      const kept = (asins: readonly string[]) =>
        facade.getProducts(marketplace, asins, { ...options, only: source.name })
      return findProductsByCodes(asker(source, marketplace, options), codes, { limit, maxAgeSeconds, signal }, kept)
    },

    async findCandidates(marketplace, query, options) {
      if (!query.brand && !query.title && !query.categoryId) throw new RangeError('Candidates of what?')
      const source = finder(marketplace)
      const { limit = 50, maxAgeSeconds = DAY_SECONDS, signal } = options
      const nothing = { asins: [], fromCache: 0, dropped: 0, spent: 0 }
      if (!source) return { ...nothing, stopped: notConfigured }
      const name = `candidates:${limit}:${hashOf([query.brand ?? null, query.title ?? null, query.categoryId ?? null])}`
      const units = source.candidateUnits(limit)
      const who = asker(source, marketplace, options)
      const { items, ...reading } = await readList(
        who,
        name,
        { units, maxAgeSeconds, signal, item: z.string() },
        async () => {
          const answered = await source.findCandidates(marketplace, query, { limit, signal })
          return { ...answered, items: answered.asins }
        },
      )
      return { ...reading, asins: items ?? [] }
    },

    async getVariations(marketplace, parentAsin, options) {
      const nothing = { variations: [], source: null, isComplete: false, fromCache: 0, dropped: 0, spent: 0 }
      const source = finder(marketplace)
      if (!source) return { ...nothing, stopped: notConfigured }
      if (!source.listVariations) {
        const reading = await facade.getProducts(marketplace, [parentAsin], { ...options, only: source.name })
        const { products, fromCache, dropped, spent, stopped } = reading
        const variations = products.get(parentAsin)?.variations ?? []
        const isComplete = products.has(parentAsin) && variations.length < KEEPA_MAX_VARIATIONS
        return { variations, source: source.name, isComplete, fromCache, dropped, spent, stopped }
      }
      return listVariations(asker(source, marketplace, options), source.listVariations, parentAsin, options)
    },
  }
  return facade
}

/** Whom to ask, in order, and whose stored answers serve. */
function choose(
  serving: readonly ProductSource[],
  { only, videos }: { only?: SourceName; videos?: boolean },
): { order: readonly ProductSource[]; names: SourceName[] } {
  const wanted = only ?? (videos ? 'keepa' : undefined)
  if (wanted === undefined) return { order: serving, names: ['amazon_creators', 'keepa'] }
  const order = serving.filter(({ name }) => name === wanted)
  if (order.length > 0 || serving.length === 0) return { order, names: [wanted] }
  return { order: serving, names: serving.map(({ name }) => name) }
}

const VariationShape = z.object({
  asin: z.string(),
  attributes: z.array(z.object({ dimension: z.string(), value: z.string() })),
})
/** Ten pages of Amazon's: a hundred variations take ten seconds. */
const MOST_VARIATIONS = 100

async function listVariations(
  who: Asker,
  list: NonNullable<ProductSource['listVariations']>,
  parentAsin: string,
  { maxAgeSeconds = DAY_SECONDS, signal }: Common,
): Promise<VariationsReading> {
  const { source, marketplace } = who
  const name = `variations:${MOST_VARIATIONS}:${parentAsin}`
  const read = { units: 1, maxAgeSeconds, signal, item: VariationShape }
  const seen: { total: number | null } = { total: null }
  const { items, ...reading } = await readList(who, name, read, async () => {
    const answered = await list(marketplace, parentAsin, { limit: MOST_VARIATIONS, signal })
    seen.total = answered.total
    return { ...answered, items: answered.variations }
  })
  const count = items?.length ?? 0
  const isComplete = items !== null && (seen.total === null ? count < MOST_VARIATIONS : count >= seen.total)
  return { ...reading, variations: items ?? [], source: source.name, isComplete }
}

const notConfigured: Stop = { reason: 'not_configured', source: null, waitSeconds: null, error: null }

const keepaFirst = (one: ProductSource, other: ProductSource) =>
  Number(other.name === 'keepa') - Number(one.name === 'keepa')

// What one source may not show, another may. What one source calls unknown is not asked of another.
const isOpen = (product: SourceProduct | undefined, source: ProductSource) =>
  product === undefined ||
  (product.kind === 'inaccessible' && product.source === 'amazon_creators' && source.name === 'keepa')

const hashOf = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32)
