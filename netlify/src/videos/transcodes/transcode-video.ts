import type { ProductVideo, TranscodeProfile } from '#core/videos/schema.ts'
import type { UserContext } from '../../context.ts'
import { wakeJobs } from '../../jobs/wake-jobs.ts'
import { getVideo } from '../videos.repo.ts'
import { requestTranscode } from './variants.repo.ts'

/** Requests a conversion, also of a video with a ready or failed one; a running conversion continues. */
export async function transcodeAgain(ctx: UserContext, id: string, profile: TranscodeProfile): Promise<ProductVideo> {
  await requestTranscode(ctx.db, id, profile)
  wakeJobs(ctx)
  return getVideo(ctx.db, id)
}
