import { z } from 'zod'
import { type BulkEdit, BulkResult } from '#core/products/bulk.ts'
import type { UserContext } from '../context.ts'
import { DatabaseError, unwrap } from '../db/db-errors.ts'
import type { Db } from '../db/user-client.ts'
import { unknownReference } from './products.repo.ts'

/** The number of products that one transaction writes, all or nothing. */
const CHUNK_SIZE = 5000

const Chunk = BulkResult.extend({ last_id: z.uuid().nullable() })

/**
 * Changes many products as one change set that Undo restores as one. A product that cannot be changed is reported with
 * its reason, and the others are changed. Throws `invalid_input` for a field or an entry of another workspace; then
 * nothing was changed.
 */
export async function bulkEditProducts({ db }: UserContext, edit: BulkEdit): Promise<BulkResult> {
  try {
    return 'rows' in edit
      ? BulkResult.parse(unwrap(await db.rpc('edit_product_rows', { p_rows: edit.rows })))
      : await editTarget(db, edit)
  } catch (error) {
    throw (error instanceof DatabaseError && unknownReference(error)) || error
  }
}

async function editTarget(db: Db, { target, change }: Extract<BulkEdit, { target: unknown }>): Promise<BulkResult> {
  const whole: BulkResult = { change_set_id: null, changed: 0, unchanged: 0, failed: [] }
  let afterId: string | null = null
  do {
    const chunk: z.infer<typeof Chunk> = Chunk.parse(
      unwrap(
        await db.rpc('bulk_edit_products', {
          p_target: target,
          p_change: change,
          p_limit: CHUNK_SIZE,
          ...(whole.change_set_id !== null && { p_change_set_id: whole.change_set_id }),
          ...(afterId !== null && { p_after_id: afterId }),
        }),
      ),
    )
    whole.change_set_id ??= chunk.change_set_id
    whole.changed += chunk.changed
    whole.unchanged += chunk.unchanged
    whole.failed.push(...chunk.failed)
    afterId = chunk.last_id
  } while (afterId !== null)
  return whole
}
