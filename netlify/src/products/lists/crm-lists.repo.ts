import { z } from 'zod'
import { type CrmListQuery, type DeleteCrmEntryQuery, DeletedCrmEntry } from '#core/products/lists/contract.ts'
import type { UserContext } from '../../context.ts'
import { unwrap } from '../../db/db-errors.ts'
import type { Db } from '../../db/user-client.ts'
import { AppError } from '../../errors.ts'
import { continueOperation } from '../operations.repo.ts'

/** The tables of a workspace's lists. They differ in their columns, not in their operations. */
type CrmTable =
  | 'crm_statuses'
  | 'crm_owners'
  | 'crm_collaboration_types'
  | 'crm_contact_sources'
  | 'crm_marketplaces'
  | 'crm_fields'

// Entries are not parsed here, because the endpoint parses every answer by its contract.
const Entry = z.custom<never>()
const Changed = z.object({
  is_changed: z.boolean(),
  row: z.record(z.string(), z.unknown()),
  operation_id: z.uuid().nullish(),
})

/** The whole list in its order; empty for an uploader. */
export async function listEntries(db: Db, table: CrmTable, { count }: CrmListQuery) {
  const rows = unwrap(await db.rpc('list_crm_rows', { p_list: table, p_count: count }))
  return { items: z.array(Entry).parse(rows) }
}

/** Answers the new entry, last in its list. Throws `not_allowed`, `name_taken`. */
export async function createEntry(db: Db, table: CrmTable, values: object) {
  return Entry.parse(unwrap(await db.rpc('create_crm_row', { p_list: table, p_values: { ...values } })))
}

/**
 * Changes or moves an entry. Throws `not_allowed`, `entry_not_found`, `name_taken`, `last_status`, `invalid_input`, and
 * `row_changed` with the current entry when `If-Match` names another version.
 */
export async function updateEntry(ctx: UserContext, table: CrmTable, id: string, changes: object) {
  const { db, ifMatch } = ctx
  const args = {
    p_list: table,
    p_id: id,
    p_changes: { ...changes },
    ...(ifMatch !== undefined && { p_if_match: ifMatch }),
  }
  const { is_changed, row, operation_id } = Changed.parse(unwrap(await db.rpc('update_crm_row', args)))
  if (!is_changed) {
    throw new AppError('row_changed', 'This entry was changed in the meantime. Your change is not saved yet.', {
      current: row,
    })
  }
  // The entry is changed; its products follow.
  if (operation_id) await continueOperation(ctx, { id: operation_id })
  return Entry.parse(row)
}

/**
 * Deletes an entry after its products got the entry `move_to`; a repetition continues a deletion that is under way.
 * Throws as `updateEntry` does, and `entry_in_use`.
 */
export async function deleteEntry(ctx: UserContext, table: CrmTable, id: string, { move_to }: DeleteCrmEntryQuery) {
  const args = { p_list: table, p_id: id, ...(move_to !== undefined && { p_move_to: move_to }) }
  const begun = DeletedCrmEntry.parse(unwrap(await ctx.db.rpc('delete_crm_row', args)))
  const { operation, isOver } = await continueOperation(ctx, begun.operation)
  if (!operation) return { ...begun, operation: null }
  return { ...begun, change_set_id: operation.change_set_id, operation: isOver ? null : operation }
}
