import { recordFacts } from './facts.repo.ts'
import { byMarketplace, type RunEnd, type RunWork, soonest } from './run-work.ts'
import { listRadarPairs } from './runs.repo.ts'
import type { Stop } from './sources/open-product-sources.ts'

/** One request of Keepa's. */
const PAIRS_AT_ONCE = 100
const MAX_AGE_SECONDS = 7 * 24 * 60 * 60

/** Asks where the products with a video are sold and how many influencer videos are there, a marketplace at a time. */
export async function runRadar({ run, db, sources, signal, note, progress }: RunWork): Promise<RunEnd> {
  let stop: Stop | null = null
  const refused = new Set<string>()
  for (;;) {
    const { total, stale, pairs } = await listRadarPairs(db, run, PAIRS_AT_ONCE + refused.size)
    const open = pairs.filter(({ asin, marketplace }) => !refused.has(`${marketplace}:${asin}`))
    if (!(await note({ done: total - stale, total }))) return 'canceled'
    await progress(total - stale, total)
    if (open.length === 0) return stop
    for (const [marketplace, own] of byMarketplace(open)) {
      const asins = own.map(({ asin }) => asin)
      const options = { feature: 'radar', maxAgeSeconds: MAX_AGE_SECONDS, videos: true, signal } as const
      const { products, missing, spent, stopped } = await sources.getProducts(marketplace, asins, options)
      await recordFacts(db, run.workspace_id, [...products.values()])
      if (!(await note({ spent }))) return 'canceled'
      for (const asin of missing) refused.add(`${marketplace}:${asin}`)
      // Without an answer about videos the pair stays open, so it is not asked for again in this round.
      for (const [asin, product] of products) if (!product.videos) refused.add(`${marketplace}:${asin}`)
      stop = soonest(stop, stopped)
      if (stopped?.reason === 'share') return stopped
    }
  }
}
