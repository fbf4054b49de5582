import { z } from 'zod'
import { unwrap } from './db-errors.ts'
import type { Db } from './user-client.ts'

/**
 * The caller's workspace. Throws `not_allowed` for an uploader. A verb that reads or writes a table itself asks this
 * first: row level security alone would show an uploader an empty page.
 */
export async function getEditorWorkspaceId(db: Db): Promise<string> {
  return z.uuid().parse(unwrap(await db.rpc('editor_workspace_id')))
}
