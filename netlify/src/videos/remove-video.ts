import type { UserContext } from '../context.ts'
import { AppError } from '../errors.ts'
import { wakeJobs } from '../jobs/wake-jobs.ts'
import { deleteVideo, getVideo } from './videos.repo.ts'

/**
 * Deletes a video. Its tasks keep their status and show "No video". A file in our own store goes with its record,
 * because nobody could reach it any more; one in OneDrive goes to its recycle bin unless `deletesFile` is false. The job
 * that takes it away is part of the same transaction.
 */
export async function removeVideo(ctx: UserContext, id: string, deletesFile: boolean): Promise<{ id: string }> {
  if (!(await deleteVideo(ctx.db, id, deletesFile))) {
    await getVideo(ctx.db, id)
    throw new AppError('not_allowed', 'Ask an owner or manager of the workspace to delete videos.')
  }
  wakeJobs(ctx)
  return { id }
}
