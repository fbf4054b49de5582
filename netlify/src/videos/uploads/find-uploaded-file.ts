import type { VideoType } from '#core/videos/schema.ts'
import type { OpenOneDrive } from '../../connections/onedrive.ts'
import type { Db } from '../../db/user-client.ts'
import { ProviderError } from '../../providers/errors.ts'
import { type DriveFile, isNameOrRenamed, type Microsoft } from '../../providers/microsoft/index.ts'
import { HEAD_BYTES, typeOfHead } from '../video-store.ts'
import { unsealUploadUrl } from './seal-upload-url.ts'
import { getUploadAddress, type OneDriveUpload, prolongUpload, setUploadedItem } from './uploads.repo.ts'

/** How far apart two ends may be before the later one is written down. */
const PROLONG_FROM_MS = 3_600_000

/** What Microsoft still waits for; `state` is null when it keeps no such session any more. Null without an address. */
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
 * The whole file of an upload in OneDrive: the item that is known or hinted at, if it is that file, or else what lies in
 * the folder under that name with that size. Null when it is not there, or not whole.
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

// A person names the id, so it is believed only as far as the file bears it out.
const isThat = (upload: OneDriveUpload, file: DriveFile) =>
  file.sizeBytes === upload.file_size &&
  isNameOrRenamed(file.name, upload.onedrive_name) &&
  (file.driveId === null || file.driveId === upload.onedrive_drive_id)

/**
 * What an upload to OneDrive is by its first bytes: one of our video types, `other`, or `missing` when it has not arrived
 * whole. Reads at most 4100 bytes of it, and writes down which item it is.
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
