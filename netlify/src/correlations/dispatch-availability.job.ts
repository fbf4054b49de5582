import { z } from 'zod'
import { unwrap } from '../db/db-errors.ts'
import { defineJob } from '../jobs/define-job.ts'

/** Asks for a look at every workspace's stale marketplaces. A second run finds the jobs of the first. */
export const dispatchAvailability = defineJob({
  kind: 'correlations.check-availability-all',
  payload: z.object({}),
  async run({ db }) {
    unwrap(await db.rpc('request_availability_of_all'))
  },
})
