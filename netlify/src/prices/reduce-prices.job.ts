import { z } from 'zod'
import { openEbaySession } from '../connections/ebay.ts'
import { AppError } from '../errors.ts'
import { defineJob, JobError, JobPause } from '../jobs/define-job.ts'
import { setOtherAccountsAside } from '../listings/sync.repo.ts'
import { readSince } from '../listings/sync-listings.job.ts'
import { ProviderError } from '../providers/errors.ts'
import { beginRun, enqueueEbayJob, finishRun, type Run, settleStrategies, wakePriceJobs } from './engine.repo.ts'
import { PriceReader } from './price-reader.ts'
import { type Going, Planning, planRun } from './price-run.ts'
import { readBack } from './read-back.ts'
import { sendPlanned } from './send-planned.ts'

/** No run works longer in one piece, and reading back needs time before the process ends. */
const WORK_MS = 9 * 60_000
const READ_BACK_MS = 60_000
/** A run eBay has put off for so long ends; the next begins with what is due then. */
const LONGEST_RUN_MS = 3 * 60 * 60_000
/** The first look after the one at the end of a run; `private.is_time_to_look` says when the next ones come. */
const LOOK_AGAIN_MS = 70_000

/**
 * One run of a workspace: decides about everything due, sends it, reads it back. May run twice, at once or after dying
 * anywhere: the run's row is the cursor, each change is a row of the price history before it is sent and is handed to one worker,
 * and what a worker took and never told of is looked up on eBay.
 */
export const reducePricesOf = defineJob({
  kind: 'ebay.reduce',
  payload: z.object({}),
  async run({ db: serviceDb, workspaceId, progress, signal, endAtMs }) {
    if (workspaceId === null) throw new JobError('no_workspace', 'A run is of a workspace.', { isFinal: true })
    while (await settleStrategies(serviceDb, workspaceId)) signal.throwIfAborted()
    await setOtherAccountsAside(serviceDb, workspaceId, signal)
    const run = await beginRun(serviceDb, workspaceId)
    const stop = (code: string, reason: string) => finishRun(serviceDb, workspaceId, run.id, { code, reason })
    if (Date.now() - Date.parse(run.started_at) > LONGEST_RUN_MS) {
      return stop('took_too_long', 'eBay put this run off for three hours. What is left is tried in the next run.')
    }
    try {
      const session = await openEbaySession(serviceDb, workspaceId, signal)
      const beat = beatOf(progress, signal)
      await goThrough(run, { serviceDb, workspaceId, session, beat, endAtMs: workUntil(endAtMs) }, stop)
    } catch (error) {
      if (error instanceof AppError) return stop(error.code, error.message)
      if (!(error instanceof ProviderError)) throw error
      if (error.outcome === 'rejected') return stop('reading_refused', REFUSED)
      throw laterOf(error)
    }
  },
})

const workUntil = (endAtMs: number) => Math.min(Date.now() + WORK_MS, endAtMs - READ_BACK_MS)

const REFUSED = 'eBay refused to show what is on sale, so no price was changed. The next run tries again.'

async function goThrough(run: Run, going: Going, stop: (code: string, reason: string) => Promise<void>): Promise<void> {
  const { serviceDb, workspaceId } = going
  const reader = new PriceReader(going)
  if (run.started_by !== 'undo') await readSince(going, run.started_at, (rows, seenAt) => reader.note(rows, seenAt))
  const planning = new Planning()
  const planned = planRun(run, going, planning.wake).finally(planning.done)
  // Sending begins while planning goes on; a failure of either is the job's, when the other has come to rest.
  const [plan, sending] = await Promise.allSettled([planned, sendPlanned(run.id, going, planning, reader)])
  if (plan.status === 'rejected') throw plan.reason
  if (sending.status === 'rejected') throw sending.reason
  const { paused, stop: refusal } = sending.value
  if (refusal) return stop(refusal.code, refusal.message)
  const left = await readBack(going)
  if (paused !== null) await stop(paused, PAUSED[paused] ?? 'Price drops were paused.')
  else await finishRun(serviceDb, workspaceId, run.id)
  if (left > 0) await enqueueEbayJob(serviceDb, workspaceId, 'ebay.reconcile', new Date(Date.now() + LOOK_AGAIN_MS))
}

const PAUSED: Readonly<Record<string, string>> = {
  global_pause: 'Pause all price drops was switched on.',
  vacation: 'A vacation began.',
}

/** Says that this worker lives, once a second at most, and stops it when the job is somebody else's. */
function beatOf(progress: (done: number) => Promise<void>, signal: AbortSignal): () => Promise<void> {
  let lastMs = 0
  return async () => {
    signal.throwIfAborted()
    if (Date.now() - lastMs < 1000) return
    lastMs = Date.now()
    await progress(0)
  }
}

const laterOf = (error: ProviderError) =>
  new JobError(`ebay_${error.outcome}`, 'eBay could not be asked.', {
    ...(error.retryAfterSeconds !== undefined && { retryAfterSeconds: error.retryAfterSeconds }),
    cause: error,
  })

/**
 * What persons asked for: prices they typed, changes they took back. May run twice, as a run may.
 */
export const changePrices = defineJob({
  kind: 'ebay.change',
  payload: z.object({}),
  async run({ db: serviceDb, workspaceId, progress, signal, endAtMs }) {
    if (workspaceId === null) throw new JobError('no_workspace', 'A price is of a workspace.', { isFinal: true })
    await setOtherAccountsAside(serviceDb, workspaceId, signal)
    try {
      const session = await openEbaySession(serviceDb, workspaceId, signal)
      const beat = beatOf(progress, signal)
      const going = { serviceDb, workspaceId, session, beat, endAtMs: workUntil(endAtMs) }
      const planning = new Planning()
      planning.done()
      const { stop } = await sendPlanned(null, going, planning, new PriceReader(going))
      if (stop) throw stop
      const left = await readBack(going)
      if (left > 0) await enqueueEbayJob(serviceDb, workspaceId, 'ebay.reconcile', new Date(Date.now() + LOOK_AGAIN_MS))
    } catch (error) {
      if (error instanceof AppError) throw new JobError(error.code, error.message, { cause: error })
      if (error instanceof ProviderError) throw laterOf(error)
      throw error
    }
  },
})

/**
 * Settles what nobody knows the end of: looks every uncertain change up on eBay, takes back what a dead run left planned, and
 * wakes a run whose worker vanished. May run twice: it only looks.
 */
export const reconcilePrices = defineJob({
  kind: 'ebay.reconcile',
  payload: z.object({}),
  async run({ db: serviceDb, workspaceId, progress, signal }) {
    if (workspaceId === null) throw new JobError('no_workspace', 'Changes are of a workspace.', { isFinal: true })
    await wakePriceJobs(serviceDb, workspaceId)
    try {
      const session = await openEbaySession(serviceDb, workspaceId, signal)
      const beat = beatOf(progress, signal)
      const left = await readBack({ serviceDb, workspaceId, session, beat })
      if (left > 0) throw new JobPause(LOOK_AGAIN_MS / 1000)
    } catch (error) {
      if (error instanceof AppError) return
      if (error instanceof ProviderError) throw laterOf(error)
      throw error
    }
  },
})
