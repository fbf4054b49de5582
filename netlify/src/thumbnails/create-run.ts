import type { CreateThumbnailRun, ThumbnailRun } from '#core/thumbnails/schema.ts'
import type { UserContext } from '../context.ts'
import { wakeJobs } from '../jobs/wake-jobs.ts'
import { insertRun } from './thumbnails.repo.ts'

/** Begins a run in the background. Throws `not_allowed`, `template_not_found`. */
export async function createRun(ctx: UserContext, request: CreateThumbnailRun): Promise<ThumbnailRun> {
  const run = await insertRun(ctx.db, request)
  wakeJobs(ctx)
  return run
}
