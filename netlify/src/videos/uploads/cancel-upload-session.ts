import type { UserContext } from '../../context.ts'
import { AppError } from '../../errors.ts'
import { wakeJobs } from '../../jobs/wake-jobs.ts'
import { deleteUpload } from './uploads.repo.ts'

/** Cancels an unfinished upload. A job deletes the bytes that arrived. */
export async function cancelUploadSession(ctx: UserContext, id: string): Promise<{ id: string }> {
  if (!(await deleteUpload(ctx.db, id))) {
    throw new AppError('upload_session_not_found', 'There is no unfinished upload to cancel.')
  }
  wakeJobs(ctx)
  return { id }
}
