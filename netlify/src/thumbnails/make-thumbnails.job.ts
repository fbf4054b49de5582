import { z } from 'zod'
import type { Db } from '../db/user-client.ts'
import { AppError } from '../errors.ts'
import { inParallel } from '../in-parallel.ts'
import { defineJob } from '../jobs/define-job.ts'
import { log } from '../log.ts'
import { makeThumbnail, type TemplateImages } from './make-thumbnail.ts'
import { finishRun, type NextItem, nextRunItems, settleRunItem } from './thumbnails.repo.ts'

/** One pipeline of libvips uses one core, and waits for the network in between. */
const PIPELINES = 2
const BATCH = 20

/** What the next attempt may find repaired; anything else is wrong with this product or template. */
const PASSING = new Set(['storage_unavailable', 'database_unavailable', 'outcome_unknown'])

/**
 * Makes the thumbnails of a run, two at a time. May run twice: a settled item is not done again, a picture whose inputs
 * are unchanged is not rendered again, and a file's name is a hash of its inputs.
 */
export const makeThumbnails = defineJob({
  kind: 'thumbnails.make',
  payload: z.object({ run_id: z.uuid() }),
  async run({ payload, db, progress, signal }) {
    const templates: TemplateImages = new Map()
    for (let done = 0; ; ) {
      const items = await nextRunItems(db, payload.run_id, BATCH)
      if (!items) return
      if (items.length === 0) return finishRun(db, payload.run_id)
      await inParallel(items, PIPELINES, async (item) => {
        signal.throwIfAborted()
        await makeItem(db, item, templates, signal)
        done += 1
        await progress(done)
      })
    }
  },
})

async function makeItem(db: Db, item: NextItem, templates: TemplateImages, signal: AbortSignal): Promise<void> {
  const { id, inputs, error_code, error } = item
  if (!inputs) {
    return settleRunItem(db, id, { state: 'failed', error_code: error_code ?? 'internal', error: error ?? '' })
  }
  try {
    const { path, text, warnings, isUnchanged } = await makeThumbnail(db, inputs, { templates, signal })
    await settleRunItem(db, id, { state: isUnchanged ? 'unchanged' : 'made', path, text, warnings })
  } catch (failure) {
    if (signal.aborted) throw failure
    if (failure instanceof AppError) {
      if (PASSING.has(failure.code)) throw failure
      return settleRunItem(db, id, { state: 'failed', error_code: failure.code, error: failure.message })
    }
    // A mistake of ours that one picture shows must not keep the others of its run from being made.
    log.error('thumbnails.item_failed', failure, { item_id: id })
    await settleRunItem(db, id, {
      state: 'failed',
      error_code: 'unexpected',
      error: 'Something went wrong. Try again.',
    })
  }
}
