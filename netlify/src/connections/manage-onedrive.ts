import type { OneDriveStatus, OneDriveTest, UpdateOneDrive } from '#core/connections/onedrive.ts'
import type { UserContext } from '../context.ts'
import type { Db } from '../db/user-client.ts'
import { AppError } from '../errors.ts'
import { wakeJobs } from '../jobs/wake-jobs.ts'
import { openMicrosoft } from '../providers/microsoft/index.ts'
import {
  getEditorWorkspaceId,
  getVisibleConnection,
  removeConnection,
  updateConnection,
  type VisibleConnection,
} from './onedrive-connections.repo.ts'
import { getFolder } from './onedrive-folders.ts'
import { getExistingConnection } from './onedrive-tokens.ts'
import { openVault } from './onedrive-vault.ts'
import { oneDriveProblem, withOneDrive } from './with-onedrive.ts'

/** Microsoft forgets a grant nobody uses for 90 days; a month before, people are told. */
const EXPIRING_AFTER_MS = 60 * 86_400_000

/** How the workspace's OneDrive is. Throws `not_allowed`. */
export async function getOneDriveStatus({ db }: UserContext): Promise<OneDriveStatus> {
  const workspaceId = await getEditorWorkspaceId(db)
  return toStatus(await getVisibleConnection(db, workspaceId))
}

/** Chooses the folder for new videos, or whether they go to OneDrive at all. */
export async function updateOneDrive(ctx: UserContext, change: UpdateOneDrive): Promise<OneDriveStatus> {
  const workspaceId = await getEditorWorkspaceId(ctx.db)
  const vault = openVault()
  const { folder_id, is_chosen } = change
  const folder = folder_id === undefined ? undefined : await findFolder(vault, workspaceId, folder_id)
  // Where new videos go can be changed while Microsoft does not let us in: that is when somebody wants to.
  if (!folder) await getExistingConnection(vault, workspaceId)
  await updateConnection(vault, workspaceId, { folder, is_chosen })
  return getOneDriveStatus(ctx)
}

const findFolder = (vault: Db, workspaceId: string, folderId: string) =>
  withOneDrive(vault, workspaceId, ({ drive }) => getFolder(drive, folderId)).catch((error: unknown) => {
    throw oneDriveProblem(error)
  })

/**
 * Forgets the tokens. Unfinished uploads are given up, and a job cancels them at Microsoft; files stay where they are and
 * videos stay listed, to be opened again when the same drive is connected again.
 */
export async function disconnectOneDrive(ctx: UserContext): Promise<OneDriveStatus> {
  await removeConnection(openVault(), await getEditorWorkspaceId(ctx.db))
  wakeJobs(ctx)
  return getOneDriveStatus(ctx)
}

/** Tries the account and the folder now. Throws `onedrive_folder_missing` when the folder is gone. */
export async function testOneDrive(ctx: UserContext): Promise<OneDriveTest> {
  const workspaceId = await getEditorWorkspaceId(ctx.db)
  const vault = openVault()
  const quota = await withOneDrive(vault, workspaceId, async ({ drive, connection }) => {
    const account = await drive.getAccount()
    if (connection.folder_id !== null) await drive.getFolder(connection.folder_id)
    return account.quota
  }).catch((error: unknown) => {
    throw oneDriveProblem(error, folderMissing)
  })
  await updateConnection(vault, workspaceId, { last_success_at: new Date().toISOString() })
  return {
    ...(await getOneDriveStatus(ctx)),
    quota: quota && {
      total_bytes: quota.totalBytes,
      used_bytes: quota.usedBytes,
      remaining_bytes: quota.remainingBytes,
    },
  }
}

export const folderMissing = (): AppError =>
  new AppError('onedrive_folder_missing', 'The folder for videos is gone from OneDrive. Choose one under Connections.')

function toStatus(connection: VisibleConnection | null): OneDriveStatus {
  const isConfigured = openMicrosoft() !== null
  if (!connection) {
    return {
      state: isConfigured ? 'not_connected' : 'not_configured',
      account_email: null,
      folder: null,
      is_chosen: false,
      error_code: null,
      connected_at: null,
      last_success_at: null,
    }
  }
  const { folder_id, folder_path } = connection
  return {
    state: isConfigured ? stateOf(connection) : 'not_configured',
    account_email: connection.account_email,
    folder: folder_id !== null && folder_path !== null ? { id: folder_id, path: folder_path } : null,
    is_chosen: connection.is_chosen,
    error_code: connection.error_code,
    connected_at: connection.connected_at,
    last_success_at: connection.last_success_at,
  }
}

function stateOf({ state, refreshed_at }: VisibleConnection): OneDriveStatus['state'] {
  if (state !== 'connected') return state
  return Date.now() - Date.parse(refreshed_at) > EXPIRING_AFTER_MS ? 'expiring' : 'connected'
}
