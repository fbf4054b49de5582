import { z } from 'zod'
import { unwrap } from '../../../db/db-errors.ts'
import { defineJob } from '../../../jobs/define-job.ts'

const PAGE = 100

/**
 * Every hour: makes the next post of each repeat whose last one went out. May run twice: a repeat is locked while its
 * post is made, and makes none while the last one waits.
 */
export const repeatPosts = defineJob({
  kind: 'social.repeat-posts',
  payload: z.object({}),
  async run({ db, progress }) {
    let after: string | null = null
    for (let tried = 0; ; tried += PAGE) {
      const args: { p_limit: number; p_after: string } = { p_limit: PAGE, p_after: after ?? FIRST }
      after = z
        .uuid()
        .nullable()
        .parse(unwrap(await db.rpc('make_social_repeats', args)))
      if (after === null) return
      await progress(tried + PAGE)
    }
  },
})

/**
 * Every day: what scheduled times mean by today's rules of their zones. May run twice: the second run finds them right.
 */
export const resolveSchedules = defineJob({
  kind: 'social.resolve-schedules',
  payload: z.object({}),
  async run({ db, progress }) {
    let after: string | null = null
    for (let tried = 0; ; tried += PAGE) {
      const args: { p_limit: number; p_after: string } = { p_limit: PAGE, p_after: after ?? FIRST }
      const answer = Resolved.parse(unwrap(await db.rpc('resolve_social_schedules', args)))
      after = answer.last
      if (after === null) return
      await progress(tried + PAGE)
    }
  },
})

/** Before every id. */
const FIRST = '00000000-0000-0000-0000-000000000000'
const Resolved = z.object({ last: z.uuid().nullable(), moved: z.number().int() })
