import { z } from 'zod'
import { defineJob, JobPause } from '../jobs/define-job.ts'
import { openRun, type RunChanges, updateRun } from './runs.repo.ts'
import { openProductSources } from './sources/open-product-sources.ts'
import { stopWords } from './stop-words.ts'

/**
 * Does a run: asks sources batch by batch, and writes each batch before the next. May run twice: sources are only read,
 * their answers are kept, and what was written is not asked for again. It waits as long as the source says.
 */
export const runCatalog = defineJob({
  kind: 'catalog.run',
  payload: z.object({ run_id: z.uuid() }),
  async run({ payload, db, progress, signal }) {
    const run = await openRun(db, payload.run_id)
    if (!run) return
    const note = (changes: RunChanges) => updateRun(db, run.id, changes)
    const sources = openProductSources(db, run.workspace_id)
    const work = await WORK[run.kind]()
    const stop = await work({ run, db, sources, signal, note, progress })
    if (stop === 'canceled') return
    if (stop === null) {
      await note({ state: 'done' })
      return
    }
    const { code, message } = stopWords(stop)
    if (stop.waitSeconds === null) {
      await note({ state: 'failed', error_code: code, error: message })
      return
    }
    const retry_at = new Date(Date.now() + stop.waitSeconds * 1000).toISOString()
    await note({ state: 'waiting', error_code: code, error: message, retry_at })
    throw new JobPause(stop.waitSeconds, { code, message })
  },
})

// Each kind's module is loaded when a run of it is done.
const WORK = {
  radar: async () => (await import('./run-radar.ts')).runRadar,
  placement: async () => (await import('./run-placement.ts')).runPlacement,
  enrichment: async () => (await import('./run-enrichment.ts')).runEnrichment,
} as const
