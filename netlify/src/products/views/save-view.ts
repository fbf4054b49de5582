import type { CreateSavedView, SavedView, UpdateSavedView, ViewKey } from '#core/products/views/schema.ts'
import type { UserContext } from '../../context.ts'
import { getEditorWorkspaceId } from '../../db/editor-workspace.ts'
import { AppError } from '../../errors.ts'
import {
  countViews,
  deleteView,
  getView,
  insertView,
  listViews,
  setDefaultView,
  updateViewRow,
  viewNotFound,
} from './views.repo.ts'

/** Saves a view for its creator, or for the workspace when it is shared. Throws `name_taken`. */
export async function createView({ db }: UserContext, view: CreateSavedView): Promise<SavedView> {
  await getEditorWorkspaceId(db)
  return getView(db, await insertView(db, view))
}

/** Changes one of the caller's own views. Another member's shared view answers `not_allowed`. */
export async function updateView(
  { db, ifMatch }: UserContext,
  id: string,
  changes: UpdateSavedView,
): Promise<SavedView> {
  const isChanged = await updateViewRow(db, { id, changes, ifMatch })
  const view = await getView(db, id)
  if (isChanged) return view
  if (!view.is_mine) throw notYours()
  throw new AppError('row_changed', 'This view was changed in another window. Nothing was saved yet.', {
    current: view,
  })
}

/** Deletes one of the caller's own views. */
export async function removeView({ db }: UserContext, id: string): Promise<{ id: string }> {
  if (await deleteView(db, id)) return { id }
  await getView(db, id)
  throw notYours()
}

/** Chooses the caller's default view. Throws `view_not_found`. */
export async function chooseDefaultView(
  { db }: UserContext,
  view: ViewKey | null,
): Promise<{ default_view: ViewKey | null }> {
  if (!(await setDefaultView(db, view))) throw viewNotFound()
  return { default_view: view }
}

/** How many products each of the caller's views has. */
export async function countMyViews({ db }: UserContext): Promise<{ counts: Record<string, number | null> }> {
  const { items } = await listViews(db)
  return { counts: await countViews(db, items) }
}

const notYours = () => new AppError('not_allowed', 'Only its creator can change this view. Save a copy instead.')
