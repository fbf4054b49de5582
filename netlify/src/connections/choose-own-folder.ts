import type { Db } from '../db/user-client.ts'
import { log } from '../log.ts'
import { ProviderError } from '../providers/errors.ts'
import type { OneDrive } from '../providers/microsoft/index.ts'
import { getFolderId, updateOneDriveSettings } from './onedrive-settings.repo.ts'

/** The folder that the server creates in a drive without a chosen folder, so that uploads work at once. */
const OWN_FOLDER = 'OpSyncPro'

/** Creates and chooses our folder when none is chosen. If that fails, the page asks the person to choose one. */
export async function chooseOwnFolder(serviceDb: Db, workspaceId: string, drive: OneDrive): Promise<void> {
  if ((await getFolderId(serviceDb, workspaceId)) !== null) return
  try {
    const { id, path } = await drive.createFolder(null, OWN_FOLDER).catch((error: unknown) => {
      if (error instanceof ProviderError && error.code === 'nameAlreadyExists') return drive.findFolder(OWN_FOLDER)
      throw error
    })
    await updateOneDriveSettings(serviceDb, workspaceId, { folder: { id, path } })
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    log.warn('onedrive.no_folder_made', { outcome: error.outcome, code: error.code })
  }
}
