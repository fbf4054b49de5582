import { createServiceClient } from '../db/service-client.ts'
import type { Db } from '../db/user-client.ts'
import { enqueueJob } from './jobs.repo.ts'
import { periodicJobs } from './registry.ts'
import { requestDrain } from './wake-jobs.ts'

/**
 * Every minute: asks for what comes back by itself when its minute has come, and for a drain. The kind is the key: while
 * one waits or runs, a minute that runs twice, or in two processes, asks for nothing more. A minute that was missed
 * waits for the next of its period.
 */
export async function tickJobs(now: Date = new Date(), db: Db = createServiceClient()): Promise<void> {
  for (const { kind, everyMinutes } of periodicJobs) {
    if (Math.floor(now.getTime() / 60_000) % everyMinutes === 0) await enqueueJob(db, { kind, key: kind })
  }
  await requestDrain()
}
