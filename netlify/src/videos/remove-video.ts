import type { UserContext } from '../context.ts'
import { AppError } from '../errors.ts'
import { wakeJobs } from '../jobs/wake-jobs.ts'
import { deleteVideo, getVideo } from './videos.repo.ts'

/**
 * Deletes a video. Its pending tasks get another video of the product, or show "No video" when it has none. A file in our own store is deleted too, because no
 * one could reach it without its row; a file in OneDrive moves to the OneDrive recycle bin unless `deletesFile` is
 * false. The same transaction requests the job that deletes the file.
 */
export async function removeVideo(ctx: UserContext, id: string, deletesFile: boolean): Promise<{ id: string }> {
  if (!(await deleteVideo(ctx.db, id, deletesFile))) {
    await getVideo(ctx.db, id)
    throw new AppError('not_allowed', 'Ask an owner or manager of the workspace to delete videos.')
  }
  wakeJobs(ctx)
  return { id }
}
