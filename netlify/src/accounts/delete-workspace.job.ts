import { z } from 'zod'
import { unwrap } from '../db/db-errors.ts'
import { defineJob } from '../jobs/define-job.ts'

/**
 * Deletes a workspace that no one may edit any more, in chunks. May run twice: each chunk deletes rows that are still
 * there, and a workspace that has an owner again is left alone.
 */
export const deleteWorkspace = defineJob({
  kind: 'workspaces.delete',
  payload: z.object({ workspace_id: z.uuid() }),
  async run({ payload, db, progress }) {
    let done = 0
    for (;;) {
      const count = z
        .number()
        .int()
        .parse(unwrap(await db.rpc('delete_workspace_rows', { p_workspace_id: payload.workspace_id })))
      if (count === 0) return
      done += count
      await progress(done)
    }
  },
})
