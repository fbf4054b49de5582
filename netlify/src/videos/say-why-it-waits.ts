import type { Db } from '../db/user-client.ts'
import { JobError, JobPause } from '../jobs/define-job.ts'
import { log } from '../log.ts'
import { noteVariantWaiting, type VariantWork } from './transcodes/variants.repo.ts'

/**
 * Runs work on a variant. When the work throws an error that the queue tries again, the variant stores the reason; the
 * error is thrown in any case.
 */
export async function sayingWhyItWaits(db: Db, work: VariantWork, run: () => Promise<void>): Promise<void> {
  try {
    await run()
  } catch (error) {
    const reason = reasonOf(error)
    // A reason that could not be stored must not replace the wait itself.
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
