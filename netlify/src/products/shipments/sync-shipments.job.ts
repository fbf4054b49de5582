import { z } from 'zod'
import { defineJob, JobError } from '../../jobs/define-job.ts'
import { AFTERSHIP_MAX_NUMBERS, openAfterShip } from '../../providers/aftership/index.ts'
import { ProviderError } from '../../providers/errors.ts'
import { waitingError } from './register-shipment.job.ts'
import { listOpenShipments, markSynced, recordTracking, retryRegistrations } from './shipments.repo.ts'

/** Shorter than the period, so that a repeated run continues where the failed one stopped. */
const FRESH_MS = 3 * 3_600_000

/**
 * Runs every four hours: reads all shipments on their way, in case an event never arrived, and registers shipments
 * again that failed for a temporary reason. May run twice: AfterShip is only read, reports are stored in their own
 * order, and each batch is marked when it is done.
 */
export const syncShipments = defineJob({
  kind: 'shipments.sync',
  payload: z.object({}),
  async run({ db, progress, signal }) {
    const aftership = openAfterShip()
    if (!aftership) return
    const before = new Date(Date.now() - FRESH_MS)
    try {
      for (let done = 0; ; ) {
        const batch = await listOpenShipments(db, AFTERSHIP_MAX_NUMBERS, before)
        if (batch.length === 0) break
        const numbers = [...new Set(batch.map(({ tracking_number }) => tracking_number))]
        for (const news of await aftership.list(numbers, signal)) await recordTracking(db, news)
        await markSynced(
          db,
          batch.map(({ id }) => id),
        )
        done += batch.length
        await progress(done)
      }
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error
      if (error.outcome === 'try_later') throw waitingError(error)
      throw new JobError(error.outcome, error.message, { isFinal: true, cause: error })
    }
    await retryRegistrations(db)
  },
})
