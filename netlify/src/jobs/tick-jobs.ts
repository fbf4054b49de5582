import { createServiceClient } from '../db/service-client.ts'
import type { Db } from '../db/user-client.ts'
import { askPeriodicJob } from './jobs.repo.ts'
import { periodicJobs } from './periodic-jobs.ts'
import { requestDrain } from './wake-jobs.ts'

/**
 * Every minute: asks for what comes back by itself, once in each of its periods, and for a drain. A minute that runs twice, or
 * in two processes, asks for nothing more; one that was missed (a laptop that slept) is made up for in the next.
 */
export async function tickJobs(now: Date = new Date(), db: Db = createServiceClient()): Promise<void> {
  for (const { kind, everyMinutes } of periodicJobs) {
    const periodMs = everyMinutes * 60_000
    await askPeriodicJob(db, kind, new Date(Math.floor(now.getTime() / periodMs) * periodMs))
  }
  await requestDrain()
}
