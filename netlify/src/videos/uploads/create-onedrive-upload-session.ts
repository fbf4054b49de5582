import { ONEDRIVE_CHUNK_BYTES, ONEDRIVE_MAX_BYTES } from '#core/videos/onedrive-limits.ts'
import { type CreateUploadSession, type UploadSession, VIDEO_TYPES } from '#core/videos/schema.ts'
import { folderMissing, type OpenOneDrive, oneDriveConnection, withOneDrive } from '../../connections/onedrive.ts'
import { openServiceDb } from '../../connections/service-db.ts'
import type { UserContext } from '../../context.ts'
import type { Db } from '../../db/user-client.ts'
import { AppError } from '../../errors.ts'
import { ProviderError } from '../../providers/errors.ts'
import { findUploadedFile, readUpload } from './find-uploaded-file.ts'
import { sealUploadUrl } from './seal-upload-url.ts'
import {
  beginOneDriveUpload,
  deleteUpload,
  getUploadAddress,
  type OneDriveUpload,
  setUploadAddress,
} from './uploads.repo.ts'

/**
 * Starts an upload to OneDrive. A second request for the same file by the same person continues the same session at the
 * byte that Microsoft waits for, as long as Microsoft keeps it; when everything has arrived, nothing is left to send.
 */
export async function createOneDriveUploadSession(
  { db }: UserContext,
  file: CreateUploadSession,
): Promise<UploadSession> {
  if (file.file_size > ONEDRIVE_MAX_BYTES) {
    throw new AppError('file_too_large', 'A video in OneDrive can be 2 GB at most. Export it smaller.')
  }
  const upload = await beginOneDriveUpload(db, { ...file, extension: VIDEO_TYPES[file.mime_type] })
  const serviceDb = openServiceDb()
  try {
    return await withOneDrive(serviceDb, upload.workspace_id, async (open) => {
      // Read before the request to Microsoft, so that a session that another tab opens in the meantime is not taken for
      // an expired one.
      const replaces = await getUploadAddress(serviceDb, upload.id)
      return (
        (await continueSession(serviceDb, open, upload)) ?? (await openSession(serviceDb, open, { upload, replaces }))
      )
    })
  } catch (error) {
    // The reserved name is for a folder that no longer exists; the next attempt uses the folder that is chosen then.
    if (error instanceof ProviderError && error.outcome === 'gone') await deleteUpload(db, upload.id)
    throw oneDriveConnection.problem(error, folderMissing)
  }
}

async function continueSession(
  serviceDb: Db,
  open: OpenOneDrive,
  upload: OneDriveUpload,
): Promise<UploadSession | null> {
  const reading = await readUpload(serviceDb, open.microsoft, upload)
  if (!reading) return null
  const { uploadUrl, state } = reading
  if (state) return toSession(upload.id, { uploadUrl, ...state })
  // A session ends when its file is complete; the answer with that news may have been lost.
  const found = await findUploadedFile(open, upload)
  return found && toSession(upload.id, { uploadUrl, nextExpectedRanges: [], expiresAt: new Date(upload.expires_at) })
}

type Opening = { upload: OneDriveUpload; replaces: string | null }

async function openSession(serviceDb: Db, open: OpenOneDrive, { upload, replaces }: Opening): Promise<UploadSession> {
  const session = await open.drive.createUploadSession({
    folderId: upload.onedrive_folder_id,
    name: upload.onedrive_name,
    sizeBytes: upload.file_size,
  })
  const { uploadUrl, expiresAt } = session
  const sealed = sealUploadUrl(upload.id, uploadUrl)
  if (await setUploadAddress(serviceDb, upload.id, { sealed, expiresAt, replaces }))
    return toSession(upload.id, session)
  // Another tab was faster: one file, one session.
  await open.microsoft.cancelUploadSession(uploadUrl).catch(() => undefined)
  const theirs = await continueSession(serviceDb, open, upload)
  if (theirs) return theirs
  throw new ProviderError({ provider: 'microsoft', outcome: 'try_later', code: 'session_replaced' })
}

type Session = { uploadUrl: string; nextExpectedRanges: string[]; expiresAt: Date }

/** The fields of an upload session that is sent in fragments, in order. */
export const toSession = (id: string, { uploadUrl, nextExpectedRanges, expiresAt }: Session): UploadSession => ({
  upload_session_id: id,
  upload_url: uploadUrl,
  method: 'PUT',
  headers: {},
  chunk_size: ONEDRIVE_CHUNK_BYTES,
  next_expected_ranges: nextExpectedRanges,
  tus: null,
  expires_at: expiresAt.toISOString(),
})
