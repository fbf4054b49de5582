import { z } from 'zod'
import {
  BUILT_IN_VIEWS,
  type CreateSavedView,
  SavedView,
  type UpdateSavedView,
  ViewKey,
  type ViewState,
} from '#core/products/views/schema.ts'
import { readableRows, rowsAsStored } from '../../cursor.ts'
import { DatabaseError, unwrap } from '../../db/db-errors.ts'
import type { Db } from '../../db/user-client.ts'
import { AppError } from '../../errors.ts'

const Seen = z.object({
  items: rowsAsStored<SavedView>(),
  default_view: ViewKey.nullable().catch(null),
})

/** The views that the caller may see, by name, and the caller's default view. Throws `not_allowed` for an uploader. */
export async function listViews(db: Db): Promise<z.infer<typeof Seen>> {
  return Seen.parse(unwrap(await db.rpc('list_saved_views')))
}

/** Throws `view_not_found`; `not_allowed` for an uploader. */
export async function getView(db: Db, id: string): Promise<SavedView> {
  const [view] = Seen.parse(unwrap(await db.rpc('list_saved_views', { p_id: id }))).items
  if (!view) throw viewNotFound()
  return view
}

export const viewNotFound = (): AppError =>
  new AppError('view_not_found', "We can't find this view among yours and the shared ones.")

/** Answers the new view's id. Throws `name_taken`. */
export async function insertView(db: Db, { name, is_shared, state }: CreateSavedView): Promise<string> {
  const row = { name, is_shared, state }
  return named(async () => unwrap(await db.from('saved_views').insert(row).select('id').single()).id)
}

/**
 * Answers false when the caller may not change the view, or its version is not the one that `ifMatch` names. Throws
 * `name_taken`.
 */
export async function updateViewRow(
  db: Db,
  { id, changes, ifMatch }: { id: string; changes: UpdateSavedView; ifMatch: string | undefined },
): Promise<boolean> {
  const { name, is_shared, state } = changes
  const row = {
    ...(name !== undefined && { name }),
    ...(is_shared !== undefined && { is_shared }),
    ...(state !== undefined && { state }),
  }
  let query = db.from('saved_views').update(row).eq('id', id)
  if (ifMatch !== undefined) query = query.eq('updated_at', ifMatch)
  return named(async () => unwrap(await query.select('id')).length > 0)
}

/** Answers false when the caller may not delete the view. */
export async function deleteView(db: Db, id: string): Promise<boolean> {
  return unwrap(await db.from('saved_views').delete().eq('id', id).select('id')).length > 0
}

/** Answers false when the caller has no such view. */
export async function setDefaultView(db: Db, view: ViewKey | null): Promise<boolean> {
  // safe: null is the function's own "none"
  const args = { p_view: view } as { p_view: string }
  return z.boolean().parse(unwrap(await db.rpc('set_default_view', args)))
}

/** How many products each view has, by its key or id, in one round trip; null for a view that cannot be read. */
export async function countViews(db: Db, views: readonly SavedView[]): Promise<Record<string, number | null>> {
  const states = [
    ...BUILT_IN_VIEWS.map(({ key, state }) => [key, state] as const),
    ...readableRows(SavedView, views).map(({ id, state }) => [id, state] as const),
  ]
  const filters = Object.fromEntries(states.map(([key, state]) => [key, asFilters(state)]))
  const counted = z
    .record(z.string(), z.number().int().nullable())
    .parse(unwrap(await db.rpc('count_sourced_products', { p_filters: filters })))
  return { ...Object.fromEntries(views.map(({ id }) => [id, null])), ...counted }
}

const asFilters = ({ search, filter }: ViewState) => ({ search, filter })

async function named<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (!(error instanceof DatabaseError && error.isDuplicateOf('saved_views_name_idx'))) throw error
    const issues = [{ path: 'name', message: 'You have a view of this name.' }]
    throw new AppError('name_taken', 'You have a view of this name already.', { issues }, error)
  }
}
