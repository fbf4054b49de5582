import { z } from 'zod'
import {
  type CreateUploadSession,
  ProductVideo,
  SavedVideo,
  type VideoFilters,
  VideoType,
} from '#core/videos/schema.ts'
import { unwrap } from '../db/db-errors.ts'
import type { Db } from '../db/user-client.ts'
import { decodeCursor, NewestFirst, olderThan, toPage } from '../http/cursor.ts'
import { AppError } from '../http/errors.ts'

const VIDEO_COLUMNS =
  'id, product_id, asin, source, filename, file_size, mime_type, duration_seconds, thumbnail_url, is_for_tasks, created_at, updated_at'

const Ids = z.array(z.object({ id: z.uuid() }))

/** An upload on its way, as the database keeps it. */
export const UploadRow = z.object({
  id: z.uuid(),
  storage_path: z.string(),
  file_size: z.number().int(),
  video_id: z.uuid().nullable(),
  expires_at: z.iso.datetime({ offset: true }),
})
export type UploadRow = z.infer<typeof UploadRow>

/**
 * Reserves a file name for an upload, or answers the caller's own unfinished session for the same file.
 * Throws `product_not_found`, `not_allowed`.
 */
export async function beginUpload(
  db: Db,
  upload: CreateUploadSession & { extension: string; seconds: number },
): Promise<UploadRow> {
  const row = await db.rpc('begin_upload', {
    p_product_id: upload.product_id,
    p_filename: upload.filename,
    p_file_size: upload.file_size,
    p_mime_type: upload.mime_type,
    p_extension: upload.extension,
    p_seconds: upload.seconds,
  })
  return UploadRow.parse(unwrap(row))
}

/** Throws `upload_session_not_found`. */
export async function getUpload(db: Db, id: string, productId: string): Promise<UploadRow> {
  const query = db.from('upload_sessions').select('id, storage_path, file_size, video_id, expires_at')
  const row = unwrap(await query.eq('id', id).eq('product_id', productId).maybeSingle())
  if (!row)
    throw new AppError(
      'upload_session_not_found',
      'This upload has expired or belongs to another product. Upload the file again.',
    )
  return UploadRow.parse(row)
}

/** Gives an unfinished upload up; its file is taken away by a job. Answers false when there is none. */
export async function deleteUpload(db: Db, id: string): Promise<boolean> {
  return (
    Ids.parse(unwrap(await db.from('upload_sessions').delete().eq('id', id).is('video_id', null).select('id'))).length >
    0
  )
}

/** Saves the video with its tasks in one transaction. Throws `upload_incomplete`, `product_not_found`, `upload_session_not_found`. */
export async function insertVideo(
  db: Db,
  video: {
    product_id: string
    upload_session_id: string
    filename: string
    file_size: number
    mime_type: VideoType
    duration_seconds?: number | undefined
    thumbnail_url?: string | undefined
  },
): Promise<SavedVideo> {
  const saved = await db.rpc('save_video', {
    p_product_id: video.product_id,
    p_upload_session_id: video.upload_session_id,
    p_filename: video.filename,
    p_file_size: video.file_size,
    p_mime_type: video.mime_type,
    ...(video.duration_seconds !== undefined && { p_duration_seconds: video.duration_seconds }),
    ...(video.thumbnail_url !== undefined && { p_thumbnail_url: video.thumbnail_url }),
  })
  return SavedVideo.parse(unwrap(saved))
}

/** One page of videos, newest first. */
export async function listVideos(db: Db, { limit, cursor, count, product_id }: VideoFilters) {
  const place = decodeCursor(NewestFirst, cursor)
  let query = db.from('product_videos').select(VIDEO_COLUMNS)
  if (product_id !== undefined) query = query.eq('product_id', product_id)
  if (place) query = query.or(olderThan(place))
  const order = { ascending: false }
  const rows = unwrap(
    await query
      .order('created_at', order)
      .order('id', order)
      .limit(limit + 1),
  )
  const page = toPage(z.array(ProductVideo).parse(rows), limit, ({ created_at, id }) => ({ created_at, id }))
  return count ? { ...page, total: await countVideos(db, product_id) } : page
}

async function countVideos(db: Db, productId: string | undefined): Promise<number> {
  let query = db.from('product_videos').select('id', { count: 'exact', head: true })
  if (productId !== undefined) query = query.eq('product_id', productId)
  const { count, error } = await query
  unwrap(error ? { data: null, error } : { data: count, error })
  return count ?? 0
}

/** Throws `video_not_found`. */
export async function getVideo(db: Db, id: string): Promise<ProductVideo> {
  return ProductVideo.parse(await getVideoColumns(db, id, VIDEO_COLUMNS))
}

const StoredVideo = z.object({
  storage_path: z.string().nullable(),
  source: z.enum(['storage', 'onedrive']),
  asin: z.string(),
  mime_type: VideoType,
})

/** Where a video's file is. Throws `video_not_found`. */
export async function getStoredVideo(db: Db, id: string): Promise<z.infer<typeof StoredVideo>> {
  return StoredVideo.parse(await getVideoColumns(db, id, 'storage_path, source, asin, mime_type'))
}

async function getVideoColumns(db: Db, id: string, columns: string): Promise<unknown> {
  const row = unwrap(await db.from('product_videos').select(columns).eq('id', id).maybeSingle())
  if (!row) throw new AppError('video_not_found', 'No such video in your workspace.')
  return row
}

/** Makes it the video that waiting tasks carry. Throws `video_not_found`, `not_allowed`. */
export async function chooseVideo(db: Db, id: string): Promise<ProductVideo> {
  return ProductVideo.parse(unwrap(await db.rpc('choose_video', { p_id: id })))
}

/** Deletes the record; its file is taken away by a job. Answers false when there is none the caller may delete. */
export async function deleteVideo(db: Db, id: string): Promise<boolean> {
  return Ids.parse(unwrap(await db.from('product_videos').delete().eq('id', id).select('id'))).length > 0
}
