import { z } from 'zod'
import { unwrap } from '../db/db-errors.ts'
import type { Db } from '../db/user-client.ts'

/** The folder chosen for videos; null when none is chosen or no account is connected. */
export async function getFolderId(db: Db, workspaceId: string): Promise<string | null> {
  const query = db.from('user_onedrive_connections').select('folder_id').eq('workspace_id', workspaceId)
  const row = unwrap(await query.maybeSingle())
  return z.object({ folder_id: z.string().nullable() }).nullable().parse(row)?.folder_id ?? null
}

type OneDriveSettings = { folder?: { id: string; path: string } | undefined; is_chosen?: boolean | undefined }

/** Stores the given settings. False when no account is connected. */
export async function updateOneDriveSettings(
  serviceDb: Db,
  workspaceId: string,
  { folder, is_chosen }: OneDriveSettings,
): Promise<boolean> {
  const row = {
    ...(folder && { folder_id: folder.id, folder_path: folder.path }),
    ...(is_chosen !== undefined && { is_chosen }),
  }
  const table = serviceDb.from('user_onedrive_connections')
  const query = Object.keys(row).length === 0 ? table.select('workspace_id') : table.update(row).select('workspace_id')
  return z.array(z.unknown()).parse(unwrap(await query.eq('workspace_id', workspaceId))).length > 0
}
