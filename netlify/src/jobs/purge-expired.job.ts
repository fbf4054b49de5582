import { z } from 'zod'
import { unwrap } from '../db/db-errors.ts'
import { defineJob } from './define-job.ts'

/**
 * Empties the bin after 30 days and forgets remembered answers after 24 hours. May run twice: it deletes by age.
 */
export const purgeExpired = defineJob({
  kind: 'records.purge',
  payload: z.object({}),
  async run({ db, progress }) {
    for (let done = 0; ; ) {
      const gone = z
        .number()
        .int()
        .parse(unwrap(await db.rpc('purge_expired')))
      done += gone
      await progress(done)
      if (gone === 0) return
    }
  },
})
