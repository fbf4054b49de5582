import type { Db } from '../db/user-client.ts'
import { JobError, JobPause } from '../jobs/define-job.ts'
import { log } from '../log.ts'
import { noteVariantWaiting, type VariantWork } from './transcodes/variants.repo.ts'

/**
 * Does the work on a variant. When it throws what the queue will come back from, the variant says why it waits; the error is
 * thrown on either way.
 */
export async function sayingWhyItWaits(db: Db, work: VariantWork, run: () => Promise<void>): Promise<void> {
  try {
    await run()
  } catch (error) {
    const reason = reasonOf(error)
    // A reason that could not be kept is no reason to lose the wait itself.
    if (reason) {
      await noteVariantWaiting(db, work, reason).catch((failure: unknown) =>
        log.warn('videos.waiting_unsaid', { variant_id: work.id, error: String(failure) }),
      )
    }
    throw error
  }
}

function reasonOf(error: unknown): { code: string; message: string } | undefined {
  if (error instanceof JobPause) return error.reason
  return error instanceof JobError && !error.isFinal ? { code: error.code, message: error.message } : undefined
}
