import { z } from 'zod'
import { listStaleFacts, recordFacts } from '../catalog/facts.repo.ts'
import { byMarketplace, soonest } from '../catalog/run-work.ts'
import { openProductSources, type Stop } from '../catalog/sources/open-product-sources.ts'
import { stopWords } from '../catalog/stop-words.ts'
import { defineJob, JobPause } from '../jobs/define-job.ts'

const PAIRS_AT_ONCE = 1000
const MAX_AGE_SECONDS = 24 * 60 * 60

/**
 * Looks up where the accepted ASINs of a workspace are sold; what is news creates their tasks. May run twice: sources
 * are only read, answers are kept, and a marketplace that was looked at is not stale any more. Without a source nothing
 * is known, which is not "not available"; the daily round tries again.
 */
export const checkAvailability = defineJob({
  kind: 'correlations.check-availability',
  payload: z.object({}),
  async run({ workspaceId, db, progress, signal }) {
    if (workspaceId === null) return
    const sources = openProductSources(db, workspaceId)
    let done = 0
    let stop: Stop | null = null
    const asked = new Set<string>()
    for (;;) {
      // What a source left unanswered stays stale, so it is listed again and left out here.
      const stale = (await listStaleFacts(db, workspaceId, PAIRS_AT_ONCE + asked.size)).filter(
        ({ asin, marketplace }) => !asked.has(`${marketplace}:${asin}`),
      )
      if (stale.length === 0) break
      for (const [marketplace, pairs] of byMarketplace(stale)) {
        const asins = pairs.map(({ asin }) => asin)
        for (const asin of asins) asked.add(`${marketplace}:${asin}`)
        const options = { feature: 'availability', maxAgeSeconds: MAX_AGE_SECONDS, signal } as const
        const { products, stopped } = await sources.getProducts(marketplace, asins, options)
        await recordFacts(db, workspaceId, [...products.values()])
        done += products.size
        await progress(done)
        stop = soonest(stop, stopped)
      }
    }
    if (stop?.waitSeconds) throw new JobPause(stop.waitSeconds, stopWords(stop))
  },
})
