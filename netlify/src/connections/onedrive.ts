import { z } from 'zod'
import { Instant } from '#core/time.ts'
import { unwrap } from '../db/db-errors.ts'
import type { Db } from '../db/user-client.ts'
import { AppError } from '../errors.ts'
import { type Microsoft, type OneDrive, openMicrosoft } from '../providers/microsoft/index.ts'
import { chooseOwnFolder } from './choose-own-folder.ts'
import { defineConnection } from './define-connection.ts'
import { getFolderId } from './onedrive-settings.repo.ts'

/** Microsoft ends a grant that is not used for 90 days; every refresh counts as use. */
const GRANT_MS = 90 * 86_400_000

export type OpenOneDrive = { drive: OneDrive; microsoft: Microsoft; driveId: string }

/** A workspace's OneDrive. */
export const oneDriveConnection = defineConnection({
  provider: 'onedrive',
  open: openMicrosoft,
  pkce: true,
  // Microsoft documents that using a refresh token does not revoke it, but promises no duration.
  rotates: { graceSeconds: 300 },
  openApi: ({ vendor, accessToken, account, signal }): OpenOneDrive => ({
    drive: vendor.openDrive(accessToken, signal),
    microsoft: vendor,
    driveId: account,
  }),
  async store(db, { api, workspaceId, userId, seal }) {
    const { email, driveId } = await api.drive.getAccount()
    const who = { p_workspace_id: workspaceId, p_user_id: userId, p_account_email: email, p_drive_id: driveId }
    unwrap(await db.rpc('store_onedrive_connection', { ...who, p_tokens: seal(driveId) }))
  },
  afterConnect: (db, workspaceId, { drive }) => chooseOwnFolder(db, workspaceId, drive),
  async test({ drive }, db, workspaceId) {
    const { quota } = await drive.getAccount()
    const folderId = await getFolderId(db, workspaceId)
    if (folderId !== null) await drive.getFolder(folderId)
    return {
      quota: quota && {
        total_bytes: quota.totalBytes,
        used_bytes: quota.usedBytes,
        remaining_bytes: quota.remainingBytes,
      },
    }
  },
  shown: {
    table: 'user_onedrive_connections',
    row: z.object({
      account_email: z.string(),
      folder_id: z.string().nullable(),
      folder_path: z.string().nullable(),
      is_chosen: z.boolean(),
      refreshed_at: Instant,
    }),
    toStatus: (row) => ({
      account_email: row?.account_email ?? null,
      folder: row?.folder_id && row.folder_path ? { id: row.folder_id, path: row.folder_path } : null,
      is_chosen: row?.is_chosen ?? false,
      expires_at: row && new Date(Date.parse(row.refreshed_at) + GRANT_MS).toISOString(),
    }),
  },
  refusals: {
    quotaLimitReached: () =>
      new AppError(
        'onedrive_quota_full',
        'OneDrive is too full for this file. Free some space there, or store the video with us.',
      ),
  },
  words: {
    name: 'OneDrive',
    vendor: 'Microsoft',
    waiting: 'Everything that waits then continues.',
    notConnected: 'onedrive_not_connected',
    reconnect: 'onedrive_reconnect',
  },
})

/**
 * Runs work on a workspace's OneDrive; after a refused token the work runs again from its start. Throws `AppError`
 * (`provider_not_configured`, `onedrive_not_connected`, `onedrive_reconnect`) and what the work throws.
 */
export async function withOneDrive<T>(
  serviceDb: Db,
  workspaceId: string,
  work: (open: OpenOneDrive) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const session = await oneDriveConnection.openSession(serviceDb, workspaceId, { signal })
  return session.use(work)
}

/** The folder chosen for videos no longer exists. */
export const folderMissing = (): AppError =>
  new AppError('onedrive_folder_missing', 'The folder for videos is gone from OneDrive. Choose one under Connections.')
