import type { Config } from '@netlify/functions'
import { tickJobs } from '../src/jobs/tick-jobs.ts'

export default async () => {
  await tickJobs()
}

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { schedule: '* * * * *' }
