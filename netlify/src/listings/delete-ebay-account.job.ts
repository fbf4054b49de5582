import { z } from 'zod'
import { unwrap } from '../db/db-errors.ts'
import { defineJob } from '../jobs/define-job.ts'

/**
 * Deletes everything kept of an eBay account that its owner closed, in chunks. May run twice: each chunk deletes rows
 * that are still there.
 */
export const deleteEbayAccount = defineJob({
  kind: 'ebay.delete-account',
  payload: z.object({ ebay_user_id: z.string() }),
  async run({ payload, db, progress }) {
    let done = 0
    for (;;) {
      const answer = unwrap(await db.rpc('delete_ebay_account_rows', { p_ebay_user_id: payload.ebay_user_id }))
      const count = z.number().int().parse(answer)
      if (count === 0) return
      done += count
      await progress(done)
    }
  },
})
