import { z } from 'zod'
import { unwrap } from '../db/db-errors.ts'
import { defineJob } from '../jobs/define-job.ts'

/** Starts the placement runs of workspaces with completed tasks that nobody looked for in a week. */
export const requestPlacements = defineJob({
  kind: 'catalog.request-placements',
  payload: z.object({}),
  async run({ db }) {
    unwrap(await db.rpc('request_placement_runs'))
  },
})
