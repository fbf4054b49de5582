import { z } from 'zod'
import type { UserContext } from '../../context.ts'
import { unwrap } from '../../db/db-errors.ts'
import { wakeJobs } from '../../jobs/wake-jobs.ts'

/**
 * Tries again on the accounts where a post failed. Throws `post_not_found`, `post_has_nothing_to_retry`, `not_allowed`.
 */
export async function retryPost(ctx: UserContext, postId: string): Promise<{ retried: number }> {
  const retried = z
    .number()
    .int()
    .parse(unwrap(await ctx.db.rpc('retry_social_post', { p_post_id: postId })))
  wakeJobs(ctx)
  return { retried }
}
