import { OPERATION_ANSWER_MS, ProductOperation } from '#core/products/operations.ts'
import type { UserContext } from '../context.ts'
import { unwrap } from '../db/db-errors.ts'
import type { Db } from '../db/user-client.ts'
import { AppError } from '../errors.ts'
import { wakeJobs } from '../jobs/wake-jobs.ts'

type Continued = { operation: ProductOperation | null; isOver: boolean }

/**
 * Runs chunks of an operation until it is over or the time for one answer is; its job then does the rest, also when
 * this process ends in between. Answers null for null, and for an operation that was over from the beginning.
 */
export async function continueOperation(
  ctx: UserContext,
  begun: (Pick<ProductOperation, 'id'> & Partial<ProductOperation>) | null | undefined,
  answerMs = OPERATION_ANSWER_MS,
): Promise<Continued> {
  if (!begun || (begun.state && begun.state !== 'running')) return { operation: null, isOver: true }
  const endAt = Date.now() + answerMs
  for (;;) {
    const operation = await runChunk(ctx.db, begun.id)
    if (operation.state !== 'running') return { operation, isOver: operation.state === 'done' }
    if (Date.now() < endAt) continue
    unwrap(await ctx.db.rpc('leave_product_operation', { p_id: begun.id }))
    wakeJobs(ctx)
    return { operation, isOver: false }
  }
}

/** One more chunk of an operation. */
export async function runChunk(db: Db, id: string): Promise<ProductOperation> {
  return ProductOperation.parse(unwrap(await db.rpc('run_product_operation', { p_id: id })))
}

/** Throws `operation_not_found`, `not_allowed`. */
export async function getOperation(db: Db, id: string): Promise<ProductOperation> {
  const found = unwrap(await db.rpc('get_product_operation', { p_id: id }))
  if (!found) throw new AppError('operation_not_found')
  return ProductOperation.parse(found)
}
