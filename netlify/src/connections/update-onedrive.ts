import type { OneDriveStatus, UpdateOneDrive } from '#core/connections/onedrive.ts'
import type { UserContext } from '../context.ts'
import { getEditorWorkspaceId } from '../db/editor-workspace.ts'
import { oneDriveConnection, withOneDrive } from './onedrive.ts'
import { getFolder } from './onedrive-folders.ts'
import { updateOneDriveSettings } from './onedrive-settings.repo.ts'
import { openServiceDb } from './service-db.ts'

/**
 * Chooses the folder for new videos, or whether new videos go to OneDrive. The second also works while the account
 * needs a new sign-in. Throws `onedrive_not_connected`, `onedrive_folder_not_found`.
 */
export async function updateOneDrive(ctx: UserContext, change: UpdateOneDrive): Promise<OneDriveStatus> {
  const workspaceId = await getEditorWorkspaceId(ctx.db)
  const serviceDb = openServiceDb()
  const { folder_id, is_chosen } = change
  const folder =
    folder_id === undefined
      ? undefined
      : await withOneDrive(serviceDb, workspaceId, ({ drive }) => getFolder(drive, folder_id)).catch(
          (error: unknown) => {
            throw oneDriveConnection.problem(error)
          },
        )
  const isConnected = await updateOneDriveSettings(serviceDb, workspaceId, { folder, is_chosen })
  if (!isConnected) throw oneDriveConnection.notConnected()
  return oneDriveConnection.getStatus(ctx)
}
