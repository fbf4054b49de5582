import { z } from 'zod'
import { ListedVideo } from '#core/videos/listed-video.ts'
import { type ProductVideo, SavedVideo, type VideoFilters, VideoType } from '#core/videos/schema.ts'
import { decodeCursor, NewestFirst, rowsAsStored, toPage } from '../cursor.ts'
import { unwrap } from '../db/db-errors.ts'
import type { Db } from '../db/user-client.ts'
import { AppError } from '../errors.ts'
import { completeVideo, VIDEO_COLUMNS, VideoRow, withCovers } from './video-rows.ts'

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
  const { video: row, tasks } = z.object({ video: z.unknown(), tasks: SavedVideo.shape.tasks }).parse(unwrap(saved))
  return { video: await completeVideo(db, row), tasks }
}

const ListedRow = VideoRow.extend(
  ListedVideo.pick({ variants: true, product_title: true, tasks: true, thumbnail: true, posts: true }).shape,
)
const Rows = z.object({ rows: rowsAsStored<z.infer<typeof ListedRow>>(), total: z.number().int().optional() })

/** One page of videos, newest first, in one query. */
export async function listVideos(db: Db, { limit, cursor, count, ...filters }: VideoFilters) {
  const answer = await db.rpc('list_product_videos', {
    p_filters: { ...filters },
    p_limit: limit + 1,
    p_cursor: decodeCursor(NewestFirst, cursor),
    p_count: count,
  })
  const { rows, total } = Rows.parse(unwrap(answer))
  const { items, next_cursor } = toPage(rows, limit, ({ created_at, id }) => ({ created_at, id }))
  return { items: await withCovers(db, items), next_cursor, ...(total !== undefined && { total }) }
}

/** Throws `video_not_found`. */
export async function getVideo(db: Db, id: string): Promise<ProductVideo> {
  return completeVideo(db, await getVideoColumns(db, id, VIDEO_COLUMNS))
}

const StoredVideo = z.object({
  workspace_id: z.uuid(),
  source: z.enum(['storage', 'onedrive']),
  storage_path: z.string().nullable(),
  onedrive_file_id: z.string().nullable(),
  asin: z.string(),
  mime_type: VideoType,
})

/** The path of a video's file. Throws `video_not_found`. */
export async function getStoredVideo(db: Db, id: string): Promise<z.infer<typeof StoredVideo>> {
  return StoredVideo.parse(await getVideoColumns(db, id, Object.keys(StoredVideo.shape).join(', ')))
}

async function getVideoColumns(db: Db, id: string, columns: string): Promise<unknown> {
  const row = unwrap(await db.from('product_videos').select(columns).eq('id', id).maybeSingle())
  if (!row) throw new AppError('video_not_found', "We can't find this video in your workspace.")
  return row
}

/** Makes this the video that pending tasks carry. Throws `video_not_found`, `not_allowed`. */
export async function chooseVideo(db: Db, id: string): Promise<ProductVideo> {
  return completeVideo(db, unwrap(await db.rpc('choose_video', { p_id: id })))
}

/**
 * Deletes the row. A job deletes a file in our own store, and a file in OneDrive if `deletesFile`. Answers false when
 * the caller may not delete a video with this id.
 */
export async function deleteVideo(db: Db, id: string, deletesFile: boolean): Promise<boolean> {
  return z.boolean().parse(unwrap(await db.rpc('delete_video', { p_id: id, p_delete_file: deletesFile })))
}
