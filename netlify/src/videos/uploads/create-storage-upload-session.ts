import { type CreateUploadSession, STORAGE_MAX_BYTES, type UploadSession, VIDEO_TYPES } from '#core/videos/schema.ts'
import type { UserContext } from '../../context.ts'
import type { Db } from '../../db/user-client.ts'
import { AppError } from '../../errors.ts'
import { signUpload, tusUpload, UPLOAD_SECONDS } from '../video-store.ts'
import { beginUpload, type StorageUpload } from './uploads.repo.ts'

/**
 * Starts an upload to the private bucket. A second request for the same file by the same person continues the session,
 * so a broken upload leaves neither a second row nor a second file.
 */
export async function createStorageUploadSession(
  { db }: UserContext,
  upload: CreateUploadSession,
): Promise<UploadSession> {
  if (upload.file_size > STORAGE_MAX_BYTES) {
    throw new AppError(
      'file_too_large',
      'A video can be 500 MB at most. Export it smaller, or connect OneDrive for up to 2 GB.',
    )
  }
  const session = await beginUpload(db, {
    ...upload,
    extension: VIDEO_TYPES[upload.mime_type],
    seconds: UPLOAD_SECONDS,
  })
  return toStorageSession(db, session)
}

/** The whole file in one request, or by TUS where Supabase offers it. What an earlier attempt left there is removed. */
export async function toStorageSession(db: Db, upload: StorageUpload): Promise<UploadSession> {
  const upload_url = await signUpload(db, upload.storage_path)
  return {
    upload_session_id: upload.id,
    upload_url,
    method: 'PUT',
    headers: { 'content-type': upload.mime_type, 'x-upsert': 'false' },
    chunk_size: null,
    next_expected_ranges: ['0-'],
    tus: tusUpload(upload_url, upload.storage_path, upload.mime_type),
    expires_at: upload.expires_at,
  }
}
