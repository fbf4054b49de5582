import { z } from 'zod'
import { unwrap } from '../db/db-errors.ts'
import { defineJob } from './define-job.ts'

/**
 * Deletes products in Trash, rows of imports and runs of thumbnails after 30 days, stored answers after 24 hours,
 * finished jobs after a week, resolved notices and shapes of Creator Hub after 90 days, what Amazon said of products after a day and Keepa
 * after 90, searches and runs of the catalog after 90, and usage of vendors after 400. May run twice: it deletes by age.
 */
export const purgeExpired = defineJob({
  kind: 'records.purge',
  payload: z.object({}),
  async run({ db, progress }) {
    let done = 0
    for (const purge of [
      'purge_catalog_runs',
      'purge_creator_hub_shapes',
      'purge_expired',
      'purge_import_rows',
      'purge_jobs',
      'purge_notices',
      'purge_operations',
      'purge_source_products',
      'purge_thumbnail_runs',
      'purge_vendor_usage',
    ] as const) {
      for (let gone = -1; gone !== 0; ) {
        gone = z
          .number()
          .int()
          .parse(unwrap(await db.rpc(purge)))
        done += gone
        await progress(done)
      }
    }
  },
})
