import { z } from 'zod'
import { type ChangeFilters, type ChangeSet, UndoneChange } from '#core/products/changes.ts'
import type { UserContext } from '../context.ts'
import { decodeCursor, NewestFirst, rowsAsStored, toPage } from '../cursor.ts'
import { unwrap } from '../db/db-errors.ts'
import type { Db } from '../db/user-client.ts'
import { continueOperation } from './operations.repo.ts'

const Rows = z.object({ rows: rowsAsStored<ChangeSet>() })

/** One page of change sets, newest first. Throws `not_allowed` for an uploader. */
export async function listChanges(db: Db, { limit, cursor, product_id }: ChangeFilters) {
  const args = { p_product_id: product_id ?? null, p_limit: limit + 1, p_cursor: decodeCursor(NewestFirst, cursor) }
  // safe: null is the function's own "any product"
  const { rows } = Rows.parse(unwrap(await db.rpc('list_change_sets', args as typeof args & { p_product_id: string })))
  return toPage(rows, limit, ({ created_at, id }) => ({ created_at, id }))
}

/**
 * Undoes a change set; a repetition continues an undo that is under way. Throws `change_not_found`, `already_undone`,
 * `undo_expired`, `change_running`, `not_allowed`.
 */
export async function undoChange(ctx: UserContext, id: string): Promise<UndoneChange> {
  const begun = UndoneChange.parse(unwrap(await ctx.db.rpc('undo_change_set', { p_id: id })))
  const { operation, isOver } = await continueOperation(ctx, begun.operation)
  if (!operation) return { ...begun, operation: null }
  const { change_set_id, changed, left, left_count } = operation
  return { change_set_id, reverted: changed, left, left_count, operation: isOver ? null : operation }
}
