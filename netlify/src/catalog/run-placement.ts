import { findPlacement } from '#core/tasks/placement.ts'
import { listPlacementsToCheck, recordPlacements } from '../tasks/placements.repo.ts'
import { recordFacts } from './facts.repo.ts'
import { byMarketplace, type RunEnd, type RunWork, soonest } from './run-work.ts'
import type { Stop } from './sources/open-product-sources.ts'

const TASKS_AT_ONCE = 100
/** Younger answers are another look's of this week. */
const MAX_AGE_SECONDS = 6 * 24 * 60 * 60

/** Looks for the videos of completed tasks among the videos of their products' pages. */
export async function runPlacement({ run, db, sources, signal, note, progress }: RunWork): Promise<RunEnd> {
  let stop: Stop | null = null
  let done = run.done
  const skipped = new Set<string>()
  for (;;) {
    const open = (await listPlacementsToCheck(db, run.workspace_id, TASKS_AT_ONCE + skipped.size)).filter(
      ({ task_id }) => !skipped.has(task_id),
    )
    if (open.length === 0) return stop
    for (const [marketplace, tasks] of byMarketplace(open)) {
      const asins = tasks.map(({ asin }) => asin)
      const options = { feature: 'placement', maxAgeSeconds: MAX_AGE_SECONDS, videos: true, signal } as const
      const { products, spent, stopped } = await sources.getProducts(marketplace, asins, options)
      await recordFacts(db, run.workspace_id, [...products.values()])
      const results = tasks.flatMap(({ task_id, asin, ...own }) => {
        const product = products.get(asin)
        // A source that does not tell videos proves nothing.
        if (!product?.videos) {
          skipped.add(task_id)
          return []
        }
        const placement = findPlacement(product.videos, own)
        const checked_at = product.videos_read_at ?? product.read_at
        return [{ task_id, ...placement, known_videos: product.videos.length, source: product.source, checked_at }]
      })
      await recordPlacements(db, run.workspace_id, results)
      for (const { task_id } of results) skipped.add(task_id)
      done += results.length
      if (!(await note({ done, total: Math.max(done, run.done + open.length), spent }))) return 'canceled'
      await progress(done)
      stop = soonest(stop, stopped)
      if (stopped?.reason === 'share') return stopped
    }
  }
}
