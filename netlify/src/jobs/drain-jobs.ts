import { randomUUID } from 'node:crypto'
import { createServiceClient } from '../db/service-client.ts'
import type { Db } from '../db/user-client.ts'
import { log } from '../log.ts'
import { JobError, JobPause, LeaseLostError } from './define-job.ts'
import { type ClaimedJob, claimJobs, extendJob, failJob, finishJob, LEASE_SECONDS, pauseJob } from './jobs.repo.ts'
import { type JobLoaders, jobLoaders } from './registry.ts'

type Drained = { finished: number; failed: number }
type Options = {
  db?: Db
  jobs?: JobLoaders
  worker?: string
  heartbeatMs?: number
  /** The platform ends a background function so long after its start. */
  platformMs?: number
  /** No job is claimed later than this. */
  claimMs?: number
  /** Jobs stop so long before the platform ends the process: the time for storing what they did. */
  stopMs?: number
}

/** The limit of Netlify's background functions, which the local server keeps too. */
export const BACKGROUND_FUNCTION_MS = 15 * 60_000

/**
 * Works on due jobs until none is left or the time is up. A job gets the time that is really left: at its end the signal
 * asks it to stop, and it runs again. Two drains at once share the work; a job whose worker vanished is claimed again
 * when its lease ends.
 */
export async function drainJobs({
  db = createServiceClient(),
  jobs = jobLoaders,
  worker = randomUUID(),
  heartbeatMs = (LEASE_SECONDS * 1000) / 3,
  platformMs = BACKGROUND_FUNCTION_MS,
  claimMs = platformMs * 0.8,
  stopMs = platformMs / 15,
}: Options = {}): Promise<Drained> {
  const startedAt = Date.now()
  const endsAt = new Date(startedAt + platformMs)
  const endAtMs = startedAt + platformMs - stopMs
  const drained = { finished: 0, failed: 0 }
  while (Date.now() < startedAt + claimMs) {
    const [claimed] = await claimJobs(db, worker, 1, endsAt)
    if (!claimed) break
    const isFinished = await runJob(claimed, { db, jobs, worker, heartbeatMs, endAtMs })
    drained[isFinished ? 'finished' : 'failed'] += 1
  }
  return drained
}

type Running = { db: Db; jobs: JobLoaders; worker: string; heartbeatMs: number; endAtMs: number }

async function runJob(claimed: ClaimedJob, { db, jobs, worker, heartbeatMs, endAtMs }: Running): Promise<boolean> {
  const controller = new AbortController()
  const { signal } = controller
  const stopForTime = () => controller.abort(new JobPause(1))
  const progress = async (done?: number, total?: number) => {
    // The timer below waits for the event loop, which a job that only awaits finished work never lets go.
    if (Date.now() >= endAtMs) stopForTime()
    signal.throwIfAborted()
    if (await extendJob(db, claimed.id, worker, done, total)) return
    controller.abort(new LeaseLostError())
    signal.throwIfAborted()
  }
  // A failed heartbeat does not fail the job: the lease outlives two of them. After the end of its time the job keeps
  // its lease until it stops or the platform ends it.
  const stopWhenLost = (isHeld: boolean) => {
    if (!isHeld) controller.abort(new LeaseLostError())
  }
  const heartbeat = setInterval(
    () => void extendJob(db, claimed.id, worker).then(stopWhenLost, () => undefined),
    heartbeatMs,
  )
  const timeUp = setTimeout(stopForTime, Math.max(endAtMs - Date.now(), 0))
  try {
    const loadJob = Object.hasOwn(jobs, claimed.kind) ? jobs[claimed.kind] : undefined
    if (!loadJob) throw new JobError('unknown_kind', `Nothing here runs ${claimed.kind}.`, { isFinal: true })
    const job = await loadJob()
    const payload = job.payload.parse(claimed.payload)
    await job.run({ payload, workspaceId: claimed.workspace_id, db, progress, signal, endAtMs })
    return await finishJob(db, claimed.id, worker)
  } catch (thrown) {
    // What a job throws because it was asked to stop is no failure of its own.
    const error: unknown = signal.aborted ? signal.reason : thrown
    if (error instanceof LeaseLostError) return false
    if (error instanceof JobPause) {
      await pauseJob(db, claimed.id, worker, error.seconds)
      return false
    }
    log.warn('job.failed', { id: claimed.id, kind: claimed.kind, attempt: claimed.attempts, error: errorText(error) })
    await failJob(db, claimed.id, worker, toFailure(error))
    return false
  } finally {
    clearInterval(heartbeat)
    clearTimeout(timeUp)
  }
}

const toFailure = (error: unknown) =>
  error instanceof JobError
    ? { code: error.code, message: error.message, isFinal: error.isFinal, retryAfterSeconds: error.retryAfterSeconds }
    : { code: 'unexpected', message: errorText(error), isFinal: false, retryAfterSeconds: undefined }

const errorText = (error: unknown) => (error instanceof Error ? error.message : String(error))
