import type { CreatePost, PostAccount, PostSchedule, SocialPost, UpdatePost } from '#core/social/posts/schema.ts'
import type { UserContext } from '../../context.ts'
import { wakeJobs } from '../../jobs/wake-jobs.ts'
import { requireReady } from './checks/check-draft.ts'
import { getPost, insertPost, schedulePostRow, updatePostRow } from './posts.repo.ts'

const isNow = (schedule: PostSchedule | undefined) => schedule !== undefined && 'now' in schedule

const accountsOf = (post: SocialPost): PostAccount[] =>
  post.jobs.map(({ connection_id, caption, title, privacy, tags }) => ({
    connection_id,
    caption,
    title,
    privacy,
    tags,
  }))

/**
 * A new post. One that is to go out is checked first: what a network would refuse is refused here, with every reason.
 * Throws `post_not_ready`, `video_not_found`, `product_not_found`, `social_account_not_found`, `social_account_inactive`.
 */
export async function createPost(ctx: UserContext, post: CreatePost): Promise<SocialPost> {
  if (post.schedule !== undefined) {
    const { video_id = null, caption = '', accounts = [] } = post
    await requireReady(ctx.db, { video_id, caption, accounts })
  }
  const created = await getPost(ctx.db, await insertPost(ctx.db, post))
  if (isNow(post.schedule)) wakeJobs(ctx)
  return created
}

/** Changes a draft or a scheduled post; a scheduled one stays fit to be posted. Throws as `createPost`, and `row_changed`. */
export async function updatePost({ db, ifMatch }: UserContext, id: string, change: UpdatePost): Promise<SocialPost> {
  const before = await getPost(db, id)
  if (before.state === 'scheduled') {
    const { video_id = before.video_id, caption = before.caption, accounts = accountsOf(before) } = change
    await requireReady(db, { video_id, caption, accounts })
  }
  return updatePostRow(db, id, change, { ifMatch })
}

/** Schedules a post, moves it, or posts it now. Throws as `createPost`, and `post_not_editable`, `row_changed`. */
export async function schedulePost(ctx: UserContext, id: string, schedule: PostSchedule): Promise<SocialPost> {
  const { db, ifMatch } = ctx
  const before = await getPost(db, id)
  await requireReady(db, { ...before, accounts: accountsOf(before) })
  // What was checked is what goes out: a change in between is refused.
  const scheduled = await schedulePostRow(db, id, schedule, { ifMatch: ifMatch ?? before.updated_at })
  if (isNow(schedule)) wakeJobs(ctx)
  return scheduled
}
