import { z } from 'zod'
import type { SourceProduct } from '#core/catalog/source-product.ts'
import type { Judgement } from '#core/correlations/evidence.ts'
import type { MarketplaceCode } from '#core/marketplaces.ts'
import { recordFacts } from '../catalog/facts.repo.ts'
import { openProductSources, type ProductSources, type Stop } from '../catalog/sources/open-product-sources.ts'
import { stopWords } from '../catalog/stop-words.ts'
import type { Db } from '../db/user-client.ts'
import { defineJob, JobPause } from '../jobs/define-job.ts'
import { openJudge } from './judge-products.ts'
import { type OpenSearch, openSearch, recordCandidates, type SearchChanges, updateSearch } from './searches.repo.ts'

/** Answers of sources that are younger cost nothing: a search that goes on after a wait pays for nothing twice. */
const MAX_AGE_SECONDS = 7 * 24 * 60 * 60
const CANDIDATES = 50
const PRODUCTS_OF_CODE = 10

/**
 * Finds the other ASINs of a product: its variations, the products with its codes in every enabled marketplace, and
 * those of its brand and category. May run twice: sources are only read, their answers are kept, and a candidate is
 * written by its ASIN. Each batch is judged and written before the next is asked for, so nothing that was paid for is
 * lost when the tokens run out, the process dies or a person cancels. It waits as long as the source says.
 */
export const searchCorrelations = defineJob({
  kind: 'correlations.search',
  payload: z.object({ search_id: z.uuid() }),
  async run({ payload, db, progress, signal }) {
    const search = await openSearch(db, payload.search_id)
    if (!search) return
    const run = new SearchRun(db, search, progress, signal)
    try {
      await run.all()
    } catch (error) {
      if (error instanceof SearchOver) return
      if (!(error instanceof SearchStopped)) throw error
      await run.stop(error.stop)
    }
  },
})

/** A person canceled the search, or its product is gone. */
class SearchOver extends Error {
  override name = 'SearchOver'
}

class SearchStopped extends Error {
  override name = 'SearchStopped'
  readonly stop: Stop
  constructor(stop: Stop) {
    super(stop.reason)
    this.stop = stop
  }
}

/** What every reading of a source tells besides its products. */
type Cost = { spent: number; dropped: number; stopped: Stop | null }

class SearchRun {
  private readonly db: Db
  private readonly search: OpenSearch
  private readonly sources: ProductSources
  private readonly progress: (done: number, total?: number) => Promise<void>
  private readonly options: { feature: 'search'; maxAgeSeconds: number; signal: AbortSignal }
  private readonly judged = new Map<string, Judgement & { isHome: boolean }>()
  private judge: ReturnType<typeof openJudge> | null = null
  private known = 0

  constructor(
    db: Db,
    search: OpenSearch,
    progress: (done: number, total?: number) => Promise<void>,
    signal: AbortSignal,
  ) {
    this.db = db
    this.search = search
    this.progress = progress
    this.sources = openProductSources(db, search.workspace_id)
    this.options = { feature: 'search', maxAgeSeconds: MAX_AGE_SECONDS, signal }
  }

  /** The marketplace in which the product and its relatives are compared. */
  private get home(): MarketplaceCode {
    return this.search.home.find((code) => this.sources.sourcesFor(code).length > 0) ?? this.search.home[0] ?? 'US'
  }

  async all(): Promise<void> {
    const { asin } = this.search
    const parent = await this.readProduct(asin)
    if (!parent) return
    await this.variations(parent)
    await this.codes(parent)
    await this.candidates(parent)
    await this.note({ stage: 'done', state: 'done', done: this.known, total: this.known })
  }

  /** Ends the search, or makes it wait, with words. */
  async stop(stop: Stop): Promise<void> {
    const { code, message } = stopWords(stop)
    if (stop.waitSeconds === null) {
      await this.note({ state: 'failed', error_code: code, error: message })
      return
    }
    const retry_at = new Date(Date.now() + stop.waitSeconds * 1000).toISOString()
    await this.note({ state: 'waiting', error_code: code, error: message, retry_at })
    throw new JobPause(stop.waitSeconds, { code, message })
  }

  private async readProduct(asin: string): Promise<SourceProduct | null> {
    await this.note({ stage: 'product' })
    const reading = await this.sources.getProducts(this.home, [asin], { ...this.options, videos: true })
    await this.pay(reading)
    const product = reading.products.get(asin)
    if (product) await recordFacts(this.db, this.search.workspace_id, [product])
    if (product?.kind === 'product' || product?.kind === 'parent') return product
    const error =
      product?.kind === 'inaccessible'
        ? `No source may show ${asin}. Add its other ASINs manually.`
        : `No source knows ${asin} in this marketplace. Check the ASIN, or add its other ASINs manually.`
    await this.note({ state: 'failed', error_code: 'asin_unknown', error })
    return null
  }

  private async variations(parent: SourceProduct): Promise<void> {
    await this.note({ stage: 'variations' })
    const parentAsin = parent.parent_asin ?? (parent.kind === 'parent' ? parent.asin : null)
    if (!parentAsin) return
    const listed = await this.sources.getVariations(this.home, parentAsin, this.options)
    await this.pay(listed, { is_cut: !listed.isComplete && !listed.stopped })
    await this.judgeAsins(
      parent,
      listed.variations.map(({ asin }) => asin),
    )
  }

  private async codes(parent: SourceProduct): Promise<void> {
    await this.note({ stage: 'codes' })
    if (parent.codes.length === 0) return
    const places = [this.home, ...this.search.enabled.filter((code) => code !== this.home)]
    for (const place of places) {
      if (this.sources.sourcesFor(place).length === 0) continue
      const found = await this.sources.findByCodes(place, parent.codes, { ...this.options, limit: PRODUCTS_OF_CODE })
      const products = [...found.byCode.values()].flat()
      await this.record(parent, products)
      await this.pay(found)
    }
  }

  private async candidates(parent: SourceProduct): Promise<void> {
    await this.note({ stage: 'candidates' })
    if (!parent.brand) return
    const query = { brand: parent.brand, categoryId: parent.root_category_id }
    const found = await this.sources.findCandidates(this.home, query, { ...this.options, limit: CANDIDATES })
    await this.pay(found)
    await this.judgeAsins(parent, found.asins)
  }

  private async judgeAsins(parent: SourceProduct, asins: readonly string[]): Promise<void> {
    const open = [...new Set(asins)].filter((asin) => asin !== parent.asin && !this.judged.get(asin)?.isHome)
    if (open.length === 0) return
    const reading = await this.sources.getProducts(this.home, open, { ...this.options, only: 'keepa' })
    await this.record(parent, [...reading.products.values()])
    await this.pay(reading)
  }

  /** Judges and writes what a source answered, before anything else happens. */
  private async record(parent: SourceProduct, products: readonly SourceProduct[]): Promise<void> {
    await recordFacts(this.db, this.search.workspace_id, products)
    const others = products.filter(({ asin, marketplace }) => {
      // The record of the home marketplace is written in the language of the product's own.
      const isKnown = this.judged.get(asin)?.isHome && marketplace !== this.home
      return asin !== this.search.asin && !isKnown
    })
    this.judge ??= openJudge(parent, this.search.image_url, this.options.signal)
    const judgements = await this.judge(others)
    const news = others.flatMap(({ asin, marketplace, title, brand, image_urls }, at) => {
      const judgement = judgements[at]
      const isHome = marketplace === this.home
      const before = this.judged.get(asin)
      if (!judgement || (before && (before.isHome || (!isHome && before.score >= judgement.score)))) return []
      this.judged.set(asin, { ...judgement, isHome })
      return [{ ...judgement, similar_asin: asin, title, brand, image_url: image_urls[0] ?? null }]
    })
    if (news.length === 0) return
    const count = await recordCandidates(this.db, this.search.id, news)
    if (count === null) throw new SearchOver()
    this.known = this.judged.size
    await this.note({ done: this.known, total: this.known })
    await this.progress(this.known)
  }

  private async pay({ spent, dropped, stopped }: Cost, also: SearchChanges = {}): Promise<void> {
    if (spent > 0 || dropped > 0 || Object.keys(also).length > 0) await this.note({ ...also, spent, dropped })
    if (stopped) throw new SearchStopped(stopped)
  }

  private async note(changes: SearchChanges): Promise<void> {
    if (!(await updateSearch(this.db, this.search.id, changes))) throw new SearchOver()
  }
}
