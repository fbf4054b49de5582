import type { UploadProgress, UploadSession } from '#core/videos/schema.ts'
import { oneDriveConnection, withOneDrive } from '../../connections/onedrive.ts'
import { openServiceDb } from '../../connections/service-db.ts'
import type { UserContext } from '../../context.ts'
import { toSession } from './create-onedrive-upload-session.ts'
import { toStorageSession } from './create-storage-upload-session.ts'
import { findUploadedFile, readUpload } from './find-uploaded-file.ts'
import { type AnyUpload, getUpload, type OneDriveUpload } from './uploads.repo.ts'

type Going = { state: 'uploading'; session: UploadSession } | { state: 'arrived' | 'expired' | 'saved' }

/** The progress of an upload, read from the store. Throws `upload_session_not_found`. */
export async function getUploadProgress({ db }: UserContext, id: string): Promise<UploadProgress> {
  const upload = await getUpload(db, id)
  const going = upload.video_id === null ? await ask(db, upload) : { state: 'saved' as const }
  const session = going.state === 'uploading' ? going.session : null
  return {
    upload_session_id: upload.id,
    source: upload.source,
    state: going.state,
    product_id: upload.product_id,
    filename: upload.filename,
    file_size: upload.file_size,
    mime_type: upload.mime_type,
    video_id: upload.video_id,
    upload_url: session?.upload_url ?? null,
    method: session?.method ?? 'PUT',
    headers: session?.headers ?? {},
    chunk_size: session?.chunk_size ?? null,
    next_expected_ranges: session?.next_expected_ranges ?? [],
    tus: session?.tus ?? null,
    expires_at: session?.expires_at ?? upload.expires_at,
  }
}

async function ask(db: UserContext['db'], upload: AnyUpload): Promise<Going> {
  if (upload.source === 'onedrive') return askOneDrive(upload)
  if (upload.stored_size === upload.file_size) return { state: 'arrived' }
  if (Date.parse(upload.expires_at) <= Date.now()) return { state: 'expired' }
  return { state: 'uploading', session: await toStorageSession(db, upload) }
}

async function askOneDrive(upload: OneDriveUpload): Promise<Going> {
  const serviceDb = openServiceDb()
  try {
    // Without the connection: a running upload continues even when its owner revoked our access.
    const reading = await readUpload(serviceDb, oneDriveConnection.vendor(), upload)
    if (!reading) return { state: 'expired' }
    const { uploadUrl, state } = reading
    if (state) return { state: 'uploading', session: toSession(upload.id, { uploadUrl, ...state }) }
    const found = await withOneDrive(serviceDb, upload.workspace_id, (open) => findUploadedFile(open, upload))
    return { state: found ? 'arrived' : 'expired' }
  } catch (error) {
    throw oneDriveConnection.problem(error)
  }
}
