import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { QUICK_LIST_STEPS } from '#core/quick-list/schema.ts'
import { ebayConnection, openEbaySession } from '../connections/ebay.ts'
import type { Db } from '../db/user-client.ts'
import { AppError } from '../errors.ts'
import { defineJob, JobError } from '../jobs/define-job.ts'
import { log } from '../log.ts'
import { ProviderError } from '../providers/errors.ts'
import { type Attempt, beginAttempt, failAttempt, finishAttempt, noteStep } from './attempts.repo.ts'
import type { Going } from './going.ts'
import { makeListing } from './make-listing.ts'
import { listingUrl } from './marketplace.ts'
import { takeAway } from './take-away.ts'

/** A lost answer is checked at once, so that the person need not wait for the queue. */
const LOOK_AGAIN_MS = 250

const PERSONS: ReadonlySet<string> = new Set(['ebay_not_connected', 'ebay_reconnect', 'provider_not_configured'])

/**
 * One attempt to list a product. May run twice, at once or after dying at any point: the row stores the progress, each
 * step is checked on eBay before it is requested again, and a worker that was replaced can store nothing and so does
 * nothing more.
 */
export const listProduct = defineJob({
  kind: 'ebay.quick-list',
  payload: z.object({ attempt_id: z.uuid() }),
  async run({ payload, db: serviceDb, workspaceId, progress, signal }) {
    if (workspaceId === null) throw new JobError('no_workspace', 'A listing is of a workspace.', { isFinal: true })
    const attempt = await beginAttempt(serviceDb, workspaceId, payload.attempt_id)
    if (!attempt) return
    try {
      const session = await openEbaySession(serviceDb, workspaceId, signal)
      const beat = async () => {
        signal.throwIfAborted()
        await progress(0)
      }
      await settle({ serviceDb, attempt, session, beat })
    } catch (error) {
      if (error instanceof ProviderError && error.outcome === 'try_later') {
        await noteWaiting(serviceDb, attempt)
        throw laterOf(error)
      }
      if (error instanceof ProviderError) {
        log.warn('quick_list.refused', { outcome: error.outcome, code: error.code, status: error.status })
        return failAttempt(serviceDb, attempt, { code: error.code, message: 'eBay refused to say how this stands.' })
      }
      // The failures that only a person can solve. Any other failure, such as our own database, is temporary.
      const isOver = error instanceof AppError && PERSONS.has(error.code)
      if (isOver) return failAttempt(serviceDb, attempt, { code: error.code, message: error.message })
      throw error
    }
  },
})

async function settle(going: Going): Promise<void> {
  const { serviceDb, attempt, session } = going
  for (let isSecond = false; ; isSecond = true) {
    try {
      if (attempt.state === 'running' && (await makeListing(going))) {
        const { environment } = ebayConnection.vendor()
        return await finishAttempt(
          serviceDb,
          attempt,
          session.account,
          listingUrl(environment, attempt.ebay_item_id ?? ''),
        )
      }
      await takeAway(going)
      return await failAttempt(serviceDb, attempt)
    } catch (error) {
      const isLost = error instanceof ProviderError && error.outcome === 'try_later'
      if (!isLost || isSecond || error.retryAfterSeconds !== undefined) throw error
      await sleep(LOOK_AGAIN_MS)
    }
  }
}

async function noteWaiting(serviceDb: Db, attempt: Attempt): Promise<void> {
  const step = QUICK_LIST_STEPS.find((name) => attempt.steps[name].state === 'doing')
  const message = 'eBay has not answered. We check again soon, before anything is sent twice.'
  if (step) await noteStep(serviceDb, attempt, step, { state: 'doing', message })
}

const laterOf = (error: ProviderError) =>
  new JobError('ebay_try_later', 'eBay did not answer. Nothing is asked twice; the next look tells what happened.', {
    ...(error.retryAfterSeconds !== undefined && { retryAfterSeconds: error.retryAfterSeconds }),
    cause: error,
  })
