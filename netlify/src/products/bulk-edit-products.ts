import { type BulkEdit, BulkResult } from '#core/products/bulk.ts'
import type { UserContext } from '../context.ts'
import { DatabaseError, unwrap } from '../db/db-errors.ts'
import { continueOperation } from './operations.repo.ts'
import { unknownReference } from './products.repo.ts'

/**
 * Changes many products as one change set that Undo restores as one. A product that cannot be changed is reported with
 * its reason, and the others are changed. Throws `invalid_input` for a field or an entry of another workspace; then
 * nothing was changed.
 */
export async function bulkEditProducts(ctx: UserContext, edit: BulkEdit): Promise<BulkResult> {
  try {
    return 'rows' in edit
      ? BulkResult.parse(unwrap(await ctx.db.rpc('edit_product_rows', { p_rows: edit.rows })))
      : await editTarget(ctx, edit)
  } catch (error) {
    throw (error instanceof DatabaseError && unknownReference(error)) || error
  }
}

async function editTarget(
  ctx: UserContext,
  { target, change }: Extract<BulkEdit, { target: unknown }>,
): Promise<BulkResult> {
  const args = { p_target: target, p_change: change }
  const begun = BulkResult.parse(unwrap(await ctx.db.rpc('bulk_edit_products', args)))
  const { operation, isOver } = await continueOperation(ctx, begun.operation)
  const now = operation ?? begun.operation
  if (!now) return begun
  const { change_set_id, changed, done, failed, failed_count } = now
  return {
    change_set_id,
    changed,
    unchanged: done - changed - failed_count,
    // A caller who waits for the rest reads the others in the finished operation.
    failed: isOver ? [...begun.failed, ...failed] : begun.failed,
    operation: isOver ? null : now,
  }
}
