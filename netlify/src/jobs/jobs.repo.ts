import { z } from 'zod'
import { unwrap } from '../db/db-errors.ts'
import type { Db } from '../db/user-client.ts'

/** How long a worker may be silent before another worker gets its job. */
export const LEASE_SECONDS = 120

const ClaimedJob = z.object({
  id: z.number().int(),
  kind: z.string(),
  payload: z.unknown(),
  workspace_id: z.uuid().nullable(),
  attempts: z.number().int(),
  max_attempts: z.number().int(),
})
export type ClaimedJob = z.infer<typeof ClaimedJob>

/** Up to `batch` due jobs, leased to this worker alone. `endsAt`: when the platform ends this process. */
export async function claimJobs(db: Db, worker: string, batch: number, endsAt?: Date): Promise<ClaimedJob[]> {
  const args = {
    p_worker: worker,
    p_batch: batch,
    p_lease_seconds: LEASE_SECONDS,
    ...(endsAt && { p_ends_at: endsAt.toISOString() }),
  }
  return z.array(ClaimedJob).parse(unwrap(await db.rpc('claim_jobs', args)))
}

/** Renews the lease and stores the progress; false when another worker has the job. */
export async function extendJob(db: Db, id: number, worker: string, done?: number, total?: number): Promise<boolean> {
  const args = {
    p_id: id,
    p_worker: worker,
    p_lease_seconds: LEASE_SECONDS,
    ...(done !== undefined && { p_done: done }),
    ...(total !== undefined && { p_total: total }),
  }
  return z.boolean().parse(unwrap(await db.rpc('extend_job', args)))
}

/** False when another worker has the job. */
export async function finishJob(db: Db, id: number, worker: string): Promise<boolean> {
  return z.boolean().parse(unwrap(await db.rpc('finish_job', { p_id: id, p_worker: worker })))
}

/** Stores the failure; the queue decides when to try again, or that the job is dead. */
export async function failJob(
  db: Db,
  id: number,
  worker: string,
  failure: { code: string; message: string; isFinal: boolean; retryAfterSeconds: number | undefined },
): Promise<boolean> {
  const args = {
    p_id: id,
    p_worker: worker,
    p_code: failure.code,
    p_message: failure.message,
    p_is_final: failure.isFinal,
    ...(failure.retryAfterSeconds !== undefined && { p_retry_after_seconds: Math.ceil(failure.retryAfterSeconds) }),
  }
  return z.boolean().parse(unwrap(await db.rpc('fail_job', args)))
}

/** Postpones the job; no attempt is used up. */
export async function pauseJob(db: Db, id: number, worker: string, seconds: number): Promise<boolean> {
  return z.boolean().parse(unwrap(await db.rpc('pause_job', { p_id: id, p_worker: worker, p_seconds: seconds })))
}

/** Requests a job; while one with the same key waits or runs, answers that one's id. */
export async function enqueueJob(db: Db, job: { kind: string; key: string; runAt?: Date }): Promise<number> {
  const args = { p_kind: job.kind, p_key: job.key, ...(job.runAt && { p_run_at: job.runAt.toISOString() }) }
  return z
    .number()
    .int()
    .parse(unwrap(await db.rpc('enqueue_job', args)))
}

/** Requests a periodic job, once per period. False when this period has it already. */
export async function askPeriodicJob(db: Db, kind: string, periodBegan: Date): Promise<boolean> {
  const args = { p_kind: kind, p_period_began: periodBegan.toISOString() }
  return z.boolean().parse(unwrap(await db.rpc('ask_periodic_job', args)))
}
