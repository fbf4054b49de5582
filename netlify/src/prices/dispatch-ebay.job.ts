import { z } from 'zod'
import { unwrap } from '../db/db-errors.ts'
import type { Db } from '../db/user-client.ts'
import { defineJob } from '../jobs/define-job.ts'

const dispatch = async (db: Db, kind: string) => void unwrap(await db.rpc('enqueue_ebay_jobs', { p_kind: kind }))

/** Hourly: a sync for every workspace that is connected. May run twice: a job that waits or runs is not asked for again. */
export const dispatchSyncs = defineJob({
  kind: 'ebay.sync-all',
  payload: z.object({}),
  run: ({ db }) => dispatch(db, 'ebay.sync'),
})

/** Every four hours: a run for every workspace with something due. May run twice, as above. */
export const dispatchRuns = defineJob({
  kind: 'ebay.reduce-all',
  payload: z.object({}),
  run: ({ db }) => dispatch(db, 'ebay.reduce'),
})

/** Every minute: looks after changes whose outcome is not known and runs whose worker vanished. May run twice, as above. */
export const dispatchReconciling = defineJob({
  kind: 'ebay.reconcile-all',
  payload: z.object({}),
  run: ({ db }) => dispatch(db, 'ebay.reconcile'),
})
