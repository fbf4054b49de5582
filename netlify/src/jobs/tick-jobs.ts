import { createServiceClient } from '../db/service-client.ts'
import type { Db } from '../db/user-client.ts'
import { askPeriodicJob } from './jobs.repo.ts'
import { periodicJobs } from './periodic-jobs.ts'
import { requestDrain } from './wake-jobs.ts'

/**
 * Runs every minute: requests each periodic job once per period, and starts a drain. Running a minute twice, or in two
 * processes, requests nothing more; the next minute makes up for a missed one (a laptop that slept).
 */
export async function tickJobs(now: Date = new Date(), db: Db = createServiceClient()): Promise<void> {
  for (const { kind, everyMinutes } of periodicJobs) {
    const periodMs = everyMinutes * 60_000
    await askPeriodicJob(db, kind, new Date(Math.floor(now.getTime() / periodMs) * periodMs))
  }
  await requestDrain()
}
