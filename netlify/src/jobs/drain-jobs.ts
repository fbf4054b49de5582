import { randomUUID } from 'node:crypto'
import { createServiceClient } from '../db/service-client.ts'
import type { Db } from '../db/user-client.ts'
import { log } from '../log.ts'
import { JobError, JobPause, LeaseLostError } from './define-job.ts'
import { type ClaimedJob, claimJobs, extendJob, failJob, finishJob, LEASE_SECONDS, pauseJob } from './jobs.repo.ts'
import { type JobLoaders, jobLoaders } from './registry.ts'

type Drained = { finished: number; failed: number }
type Options = { db?: Db; jobs?: JobLoaders; worker?: string; maxRunMs?: number; heartbeatMs?: number }

/**
 * Works on due jobs until none is left or the time is up (12 minutes: a background function ends after 15). Two drains
 * at once share the work; a job whose worker vanished is claimed again when its lease ends.
 */
export async function drainJobs({
  db = createServiceClient(),
  jobs = jobLoaders,
  worker = randomUUID(),
  maxRunMs = 12 * 60_000,
  heartbeatMs = (LEASE_SECONDS * 1000) / 3,
}: Options = {}): Promise<Drained> {
  const endAt = Date.now() + maxRunMs
  const drained = { finished: 0, failed: 0 }
  while (Date.now() < endAt) {
    const [claimed] = await claimJobs(db, worker, 1)
    if (!claimed) break
    const isFinished = await runJob(claimed, { db, jobs, worker, heartbeatMs })
    drained[isFinished ? 'finished' : 'failed'] += 1
  }
  return drained
}

type Running = { db: Db; jobs: JobLoaders; worker: string; heartbeatMs: number }

async function runJob(claimed: ClaimedJob, { db, jobs, worker, heartbeatMs }: Running): Promise<boolean> {
  const controller = new AbortController()
  const progress = async (done?: number, total?: number) => {
    controller.signal.throwIfAborted()
    if (await extendJob(db, claimed.id, worker, done, total)) return
    controller.abort(new LeaseLostError())
    controller.signal.throwIfAborted()
  }
  // A failed heartbeat does not fail the job: the lease outlives two of them.
  const heartbeat = setInterval(() => void progress().catch(() => undefined), heartbeatMs)
  try {
    const loadJob = Object.hasOwn(jobs, claimed.kind) ? jobs[claimed.kind] : undefined
    if (!loadJob) throw new JobError('unknown_kind', `Nothing here runs ${claimed.kind}.`, { isFinal: true })
    const job = await loadJob()
    const payload = job.payload.parse(claimed.payload)
    await job.run({ payload, workspaceId: claimed.workspace_id, db, progress, signal: controller.signal })
    return await finishJob(db, claimed.id, worker)
  } catch (error) {
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
  }
}

const toFailure = (error: unknown) =>
  error instanceof JobError
    ? { code: error.code, message: error.message, isFinal: error.isFinal, retryAfterSeconds: error.retryAfterSeconds }
    : { code: 'unexpected', message: errorText(error), isFinal: false, retryAfterSeconds: undefined }

const errorText = (error: unknown) => (error instanceof Error ? error.message : String(error))
