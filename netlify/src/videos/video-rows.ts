import { z } from 'zod'
import { ProductVideo, VideoVariant } from '#core/videos/schema.ts'
import { unwrap } from '../db/db-errors.ts'
import type { Db } from '../db/user-client.ts'
import { log } from '../log.ts'
import { signDerivatives } from './transcodes/derivative-store.ts'

/** A page may stay open for this long before it must request its cover images again. */
const COVER_SECONDS = 60 * 60

/** The columns of a video without its variants. */
export const VIDEO_COLUMNS =
  'id, product_id, asin, source, filename, file_size, mime_type, duration_seconds, thumbnail_url, check_state, check_error_code, check_error, width, height, rotation, video_codec, audio_codec, poster_path, is_for_tasks, created_at, updated_at'

const VARIANT_COLUMNS =
  'id, video_id, kind, profile, language, state, progress, error_code, error, waiting_code, waiting_reason, file_size, finished_at, updated_at'

export const VideoRow = ProductVideo.omit({ poster_url: true, variants: true }).extend({
  poster_path: z.string().nullable(),
})
export type VideoRow = z.infer<typeof VideoRow>

/** Rows with fresh links to their cover images instead of paths, in one request for any number of rows. */
export async function withCovers<Row extends Pick<VideoRow, 'poster_path'>>(db: Db, rows: readonly Row[]) {
  const paths = rows.flatMap(({ poster_path }) => poster_path ?? [])
  // A list without cover images is better than none.
  const covers = await signDerivatives(db, paths, COVER_SECONDS).catch((error: unknown) => {
    log.warn('videos.covers_unsigned', { error: String(error) })
    return new Map<string, string>()
  })
  return rows.map(({ poster_path, ...row }) => ({
    ...row,
    poster_url: (poster_path !== null && covers.get(poster_path)) || null,
  }))
}

/** A row with its variants and a fresh link to its cover image. */
export async function completeVideo(db: Db, row: unknown): Promise<ProductVideo> {
  const video = VideoRow.parse(row)
  const [variants, [complete]] = await Promise.all([
    db.from('video_variants').select(VARIANT_COLUMNS).eq('video_id', video.id).order('created_at').order('id'),
    withCovers(db, [video]),
  ])
  if (!complete) throw new Error('One row makes one video.')
  return { ...complete, variants: z.array(VideoVariant).parse(unwrap(variants)) }
}
