import type { VideoType } from '#core/videos/schema.ts'
import type { OpenOneDrive } from '../../connections/onedrive.ts'
import type { Db } from '../../db/user-client.ts'
import { ProviderError } from '../../providers/errors.ts'
import { type DriveFile, isNameOrRenamed, type Microsoft } from '../../providers/microsoft/index.ts'
import { HEAD_BYTES, typeOfHead } from '../video-store.ts'
import { unsealUploadUrl } from './seal-upload-url.ts'
import { getUploadAddress, type OneDriveUpload, prolongUpload, setUploadedItem } from './uploads.repo.ts'

/** A later end is stored only when it differs by more than this. */
const PROLONG_FROM_MS = 3_600_000

/** What Microsoft still waits for; `state` is null when Microsoft no longer keeps the session. Null without a link. */
export async function readUpload(serviceDb: Db, microsoft: Microsoft, upload: OneDriveUpload) {
  const sealed = await getUploadAddress(serviceDb, upload.id)
  if (sealed === null) return null
  const uploadUrl = unsealUploadUrl(upload.id, sealed)
  const state = await microsoft.readUploadSession(uploadUrl).catch(unlessGone)
  if (state && state.expiresAt.getTime() - Date.parse(upload.expires_at) > PROLONG_FROM_MS) {
    await prolongUpload(serviceDb, upload.id, state.expiresAt)
  }
  return { uploadUrl, state }
}

/**
 * The complete file of an upload in OneDrive: the known or hinted item, if it is that file, or else the file in the
 * folder with that name and size. Null when the file is missing or incomplete.
 */
export async function findUploadedFile(
  { drive, driveId }: OpenOneDrive,
  upload: OneDriveUpload,
  hintedId?: string,
): Promise<DriveFile | null> {
  if (driveId !== upload.onedrive_drive_id) return null
  const id = upload.onedrive_item_id ?? hintedId
  const hinted = id === undefined ? null : await drive.getFile(id).catch(unlessGone)
  if (hinted && isThat(upload, hinted)) return hinted
  const [found] = await drive.findUploaded({
    folderId: upload.onedrive_folder_id,
    name: upload.onedrive_name,
    sizeBytes: upload.file_size,
    begunAt: new Date(upload.created_at),
  })
  return found ? drive.getFile(found.id) : null
}

// The client names this id, so the server checks it against the file.
const isThat = (upload: OneDriveUpload, file: DriveFile) =>
  file.sizeBytes === upload.file_size &&
  isNameOrRenamed(file.name, upload.onedrive_name) &&
  (file.driveId === null || file.driveId === upload.onedrive_drive_id)

/**
 * The type of an upload to OneDrive by its first bytes: one of our video types, `other`, or `missing` when it has not
 * arrived completely. Reads at most 4100 bytes, and stores the item's id.
 */
export async function readUploadedType(
  serviceDb: Db,
  open: OpenOneDrive,
  { upload, hintedId }: { upload: OneDriveUpload; hintedId: string | undefined },
): Promise<VideoType | 'other' | 'missing'> {
  const file = await findUploadedFile(open, upload, hintedId)
  if (!file?.downloadUrl) return 'missing'
  const head = await open.microsoft.readFileHead(file.downloadUrl, Math.min(HEAD_BYTES, file.sizeBytes))
  await setUploadedItem(serviceDb, upload.id, file.id)
  return typeOfHead(head)
}

const unlessGone = (error: unknown): null => {
  if (error instanceof ProviderError && error.outcome === 'gone') return null
  throw error
}
