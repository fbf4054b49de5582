import type { SavedVideo, SaveVideo } from '#core/videos/schema.ts'
import type { UserContext } from '../http/context.ts'
import { AppError } from '../http/errors.ts'
import { wakeJobs } from '../jobs/wake-jobs.ts'
import { readStoredType } from './video-store.ts'
import { deleteUpload, getUpload, insertVideo } from './videos.repo.ts'

/**
 * Saves an uploaded file as a video with its tasks. The type is decided by the file's first bytes, not by its name; a
 * file that is no video is refused and taken away. Sent twice, the second answers the first's video.
 */
export async function saveVideo(ctx: UserContext, video: SaveVideo): Promise<SavedVideo> {
  const upload = await getUpload(ctx.db, video.upload_session_id, video.product_id)
  if (upload.video_id) return insertVideo(ctx.db, video)

  const type = await readStoredType(ctx.db, upload.storage_path)
  if (type === 'missing') {
    throw new AppError('upload_incomplete', 'The file has not arrived. Upload it again; nothing was saved.')
  }
  if (type === 'other') {
    await deleteUpload(ctx.db, upload.id)
    wakeJobs(ctx)
    throw new AppError('not_a_video', `${video.filename} is not an MP4, MOV or WEBM video. It was not kept.`)
  }
  return insertVideo(ctx.db, { ...video, mime_type: type })
}
