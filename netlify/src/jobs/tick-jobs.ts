import { createServiceClient } from '../db/service-client.ts'
import type { Db } from '../db/user-client.ts'
import { enqueueJob } from './jobs.repo.ts'
import { periodicJobs } from './registry.ts'
import { requestDrain } from './wake-jobs.ts'

/**
 * Every minute: asks for what comes back by itself, and for a drain. A period's job has the period in its key, so a
 * minute that runs twice, or in two processes, asks once.
 */
export async function tickJobs(now: Date = new Date(), db: Db = createServiceClient()): Promise<void> {
  for (const { kind, everyMinutes } of periodicJobs) {
    if (Math.floor(now.getTime() / 60_000) % everyMinutes === 0) await enqueueJob(db, { kind, key: kind })
  }
  await requestDrain()
}
