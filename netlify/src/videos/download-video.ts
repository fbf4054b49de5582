import { VIDEO_TYPES, type VideoDownload } from '#core/videos/schema.ts'
import type { UserContext } from '../http/context.ts'
import { AppError } from '../http/errors.ts'
import { signDownload } from './video-store.ts'
import { getStoredVideo } from './videos.repo.ts'

/** A fresh short-lived address of the file, named `{ASIN}.{ext}` as Amazon's uploaders expect it. */
export async function downloadVideo({ db }: UserContext, id: string): Promise<VideoDownload> {
  const video = await getStoredVideo(db, id)
  if (!video.storage_path) throw new AppError('video_not_found', 'This video is in OneDrive. Open it there.')
  const filename = `${video.asin}.${VIDEO_TYPES[video.mime_type]}`
  return { ...(await signDownload(db, video.storage_path, filename)), filename, source: video.source }
}
