import { z } from 'zod'
import { type CreateSavedReply, SavedReply, type UpdateSavedReply } from '#core/social/inbox/saved-replies.ts'
import { rowsAsStored } from '../../cursor.ts'
import { DatabaseError, unwrap } from '../../db/db-errors.ts'
import { getEditorWorkspaceId } from '../../db/editor-workspace.ts'
import type { Db } from '../../db/user-client.ts'
import { AppError } from '../../errors.ts'

const COLUMNS = 'id, shortcut, text, created_at, updated_at'
/** More than anybody can choose from. */
const MOST = 500

/** The saved replies of the workspace, by shortcut. Throws `not_allowed` for an uploader. */
export async function listSavedReplies(db: Db): Promise<{ items: SavedReply[] }> {
  await getEditorWorkspaceId(db)
  const rows = unwrap(await db.from('saved_replies').select(COLUMNS).order('shortcut').limit(MOST))
  return { items: rowsAsStored<SavedReply>().parse(rows) }
}

/** Throws `name_taken`; `not_allowed` for an uploader. */
export async function insertSavedReply(db: Db, { shortcut, text }: CreateSavedReply): Promise<SavedReply> {
  await getEditorWorkspaceId(db)
  return named(async () => {
    const row = unwrap(await db.from('saved_replies').insert({ shortcut, text }).select(COLUMNS).single())
    return SavedReply.parse(row)
  })
}

/** Throws `saved_reply_not_found`, `name_taken`, `row_changed`; `not_allowed` for an uploader. */
export async function updateSavedReply(
  db: Db,
  { id, changes, ifMatch }: { id: string; changes: UpdateSavedReply; ifMatch: string | undefined },
): Promise<SavedReply> {
  await getEditorWorkspaceId(db)
  const { shortcut, text } = changes
  const row = { ...(shortcut !== undefined && { shortcut }), ...(text !== undefined && { text }) }
  if (Object.keys(row).length === 0) return getSavedReply(db, id)
  return named(async () => {
    let query = db.from('saved_replies').update(row).eq('id', id)
    if (ifMatch !== undefined) query = query.eq('updated_at', ifMatch)
    const [changed] = unwrap(await query.select(COLUMNS))
    if (changed) return SavedReply.parse(changed)
    const current = await getSavedReply(db, id)
    throw new AppError('row_changed', 'This reply was changed in the meantime.', { current })
  })
}

async function getSavedReply(db: Db, id: string): Promise<SavedReply> {
  const row = unwrap(await db.from('saved_replies').select(COLUMNS).eq('id', id).maybeSingle())
  if (!row) throw notFound()
  return SavedReply.parse(row)
}

/** Throws `saved_reply_not_found`; `not_allowed` for an uploader. */
export async function deleteSavedReply(db: Db, id: string): Promise<{ id: string }> {
  await getEditorWorkspaceId(db)
  const rows = unwrap(await db.from('saved_replies').delete().eq('id', id).select('id'))
  if (z.array(z.unknown()).parse(rows).length === 0) throw notFound()
  return { id }
}

const notFound = () => new AppError('saved_reply_not_found', "We can't find this saved reply in your workspace.")

async function named<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (!(error instanceof DatabaseError && error.isDuplicateOf('saved_replies_shortcut_idx'))) throw error
    const issues = [{ path: 'shortcut', message: 'A saved reply has this shortcut.' }]
    throw new AppError('name_taken', 'A saved reply of your workspace has this shortcut already.', { issues }, error)
  }
}
