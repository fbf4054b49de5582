import { setImmediate as nextTurn } from 'node:timers/promises'
import { z } from 'zod'
import { ProductOperation } from '#core/products/operations.ts'
import { unwrap } from '../db/db-errors.ts'
import { defineJob } from '../jobs/define-job.ts'

/**
 * Finishes an operation whose caller did not wait for its end. May run twice, or continue after a worker that vanished:
 * each chunk is one transaction that also stores where the next one starts.
 */
export const operateProducts = defineJob({
  kind: 'products.operate',
  payload: z.object({ operation_id: z.uuid() }),
  async run({ payload, db, progress }) {
    for (;;) {
      const answer = unwrap(await db.rpc('run_product_operation', { p_id: payload.operation_id }))
      // Its workspace was deleted.
      if (answer === null) return
      const { state, done, total } = ProductOperation.parse(answer)
      await progress(done, total)
      if (state !== 'running') return
      // Where the database runs in this process, the pause gives requests a turn.
      await nextTurn()
    }
  },
})
