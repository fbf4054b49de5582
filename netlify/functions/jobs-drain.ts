import type { Config } from '@netlify/functions'
import { jobsContract } from '#core/jobs/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { drainJobs } from '../src/jobs/drain-jobs.ts'

export default endpoint(jobsContract.drain, () => drainJobs())

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/jobs-drain', method: 'POST', background: true }
