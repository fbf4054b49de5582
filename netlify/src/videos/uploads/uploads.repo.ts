import { z } from 'zod'
import { Instant } from '#core/time.ts'
import { type CreateUploadSession, VideoType } from '#core/videos/schema.ts'
import { unwrap } from '../../db/db-errors.ts'
import type { Db } from '../../db/user-client.ts'
import { AppError } from '../../errors.ts'

const Ids = z.array(z.object({ id: z.uuid() }))

const Upload = z.object({
  id: z.uuid(),
  workspace_id: z.uuid(),
  product_id: z.uuid(),
  filename: z.string(),
  file_size: z.number().int(),
  mime_type: VideoType,
  video_id: z.uuid().nullable(),
  created_at: Instant,
  expires_at: Instant,
})

const StorageUpload = Upload.extend({ source: z.literal('storage'), storage_path: z.string() })
export type StorageUpload = z.infer<typeof StorageUpload>

const OneDriveUpload = Upload.extend({
  source: z.literal('onedrive'),
  onedrive_drive_id: z.string(),
  onedrive_folder_id: z.string(),
  onedrive_name: z.string(),
  onedrive_item_id: z.string().nullable(),
})
/** An upload to OneDrive for the workspace's editors: without its link. */
export type OneDriveUpload = z.infer<typeof OneDriveUpload>

const AnyUpload = z.discriminatedUnion('source', [
  // Bytes of its file in the private bucket, from the store's own table.
  StorageUpload.extend({ stored_size: z.number().int().nullable() }),
  OneDriveUpload,
])
export type AnyUpload = z.infer<typeof AnyUpload>

/**
 * Reserves a file name for an upload to the private bucket, or answers the caller's own unfinished session for the same
 * file. Throws `product_not_found`, `not_allowed`.
 */
export async function beginUpload(
  db: Db,
  upload: CreateUploadSession & { extension: string; seconds: number },
): Promise<StorageUpload> {
  const args = { ...uploadArgs(upload), p_seconds: upload.seconds }
  return StorageUpload.parse(unwrap(await db.rpc('begin_upload', args)))
}

/**
 * Reserves a file name for an upload to the workspace's OneDrive. Also throws `onedrive_not_connected`,
 * `onedrive_reconnect`, `onedrive_folder_missing`.
 */
export async function beginOneDriveUpload(
  db: Db,
  upload: CreateUploadSession & { extension: string },
): Promise<OneDriveUpload> {
  return OneDriveUpload.parse(unwrap(await db.rpc('begin_onedrive_upload', uploadArgs(upload))))
}

const uploadArgs = (upload: CreateUploadSession & { extension: string }) => ({
  p_product_id: upload.product_id,
  p_filename: upload.filename,
  p_file_size: upload.file_size,
  p_mime_type: upload.mime_type,
  p_extension: upload.extension,
  ...(upload.fingerprint !== undefined && { p_fingerprint: upload.fingerprint }),
})

/** Throws `upload_session_not_found`, also for people who may not edit. */
export async function getUpload(db: Db, id: string): Promise<AnyUpload> {
  const row = unwrap(await db.rpc('get_upload', { p_id: id }))
  if (row === null) throw uploadNotFound()
  return AnyUpload.parse(row)
}

export const uploadNotFound = (): AppError =>
  new AppError(
    'upload_session_not_found',
    'This upload has expired or belongs to another product. Upload the file again.',
  )

/** Cancels an unfinished upload; a job deletes its file. Answers false when there is none. */
export async function deleteUpload(db: Db, id: string): Promise<boolean> {
  const rows = unwrap(await db.from('upload_sessions').delete().eq('id', id).is('video_id', null).select('id'))
  return Ids.parse(rows).length > 0
}

// Every function below takes the `serviceDb` only.

const Address = z.object({ upload_url_sealed: z.string().nullable() })

/** The sealed link of an upload to OneDrive; null before there is one, and when the upload is gone. */
export async function getUploadAddress(serviceDb: Db, id: string): Promise<string | null> {
  const row = unwrap(await serviceDb.from('upload_sessions').select('upload_url_sealed').eq('id', id).maybeSingle())
  return Address.nullable().parse(row)?.upload_url_sealed ?? null
}

type NewAddress = { sealed: string; expiresAt: Date; replaces: string | null }

/** Stores the link, unless another request stored one in the meantime: then false. */
export async function setUploadAddress(serviceDb: Db, id: string, { sealed, expiresAt, replaces }: NewAddress) {
  const change = serviceDb
    .from('upload_sessions')
    .update({ upload_url_sealed: sealed, expires_at: expiresAt.toISOString() })
    .eq('id', id)
    .is('video_id', null)
  const mine = replaces === null ? change.is('upload_url_sealed', null) : change.eq('upload_url_sealed', replaces)
  return Ids.parse(unwrap(await mine.select('id'))).length > 0
}

/** Microsoft extends a session with every fragment. */
export async function prolongUpload(serviceDb: Db, id: string, expiresAt: Date): Promise<void> {
  unwrap(await serviceDb.from('upload_sessions').update({ expires_at: expiresAt.toISOString() }).eq('id', id))
}

/** Stores the OneDrive item that an upload became; only for an item whose size was checked there. */
export async function setUploadedItem(serviceDb: Db, id: string, itemId: string): Promise<void> {
  unwrap(await serviceDb.from('upload_sessions').update({ onedrive_item_id: itemId }).eq('id', id).is('video_id', null))
}
