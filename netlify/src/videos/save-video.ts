import type { SavedVideo, SaveVideo } from '#core/videos/schema.ts'
import { oneDriveConnection, withOneDrive } from '../connections/onedrive.ts'
import { openServiceDb } from '../connections/service-db.ts'
import type { UserContext } from '../context.ts'
import { AppError } from '../errors.ts'
import { wakeJobs } from '../jobs/wake-jobs.ts'
import { readUploadedType } from './uploads/find-uploaded-file.ts'
import { deleteUpload, getUpload, type OneDriveUpload, uploadNotFound } from './uploads/uploads.repo.ts'
import { readStoredType } from './video-store.ts'
import { insertVideo } from './videos.repo.ts'

/**
 * Saves an uploaded file as a video with its tasks. The file's first bytes decide its type, not its name; a file that
 * is no video is refused and deleted. A second call answers the video of the first.
 */
export async function saveVideo(ctx: UserContext, video: SaveVideo): Promise<SavedVideo> {
  const upload = await getUpload(ctx.db, video.upload_session_id)
  if (upload.product_id !== video.product_id) throw uploadNotFound()
  if (upload.video_id) return insertVideo(ctx.db, video)

  const type =
    upload.source === 'storage'
      ? await readStoredType(ctx.db, upload.storage_path)
      : await readOneDriveType(upload, video.onedrive_file_id)
  if (type === 'missing') {
    throw new AppError('upload_incomplete', 'The file has not arrived. Upload it again; nothing was saved.')
  }
  if (type === 'other') {
    await deleteUpload(ctx.db, upload.id)
    wakeJobs(ctx)
    throw new AppError('not_a_video', `${video.filename} is not an MP4, MOV or WEBM video. It was not kept.`)
  }
  const saved = await insertVideo(ctx.db, { ...video, mime_type: type })
  wakeJobs(ctx)
  return saved
}

async function readOneDriveType(upload: OneDriveUpload, hintedId: string | undefined) {
  const serviceDb = openServiceDb()
  return withOneDrive(serviceDb, upload.workspace_id, (open) =>
    readUploadedType(serviceDb, open, { upload, hintedId }),
  ).catch((error: unknown) => {
    throw oneDriveConnection.problem(error, fileMissing)
  })
}

const fileMissing = () =>
  new AppError('upload_incomplete', 'The file is not in OneDrive. Upload it again; nothing was saved.')
