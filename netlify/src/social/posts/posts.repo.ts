import { z } from 'zod'
import type { VideoFacts } from '#core/social/posts/check-post.ts'
import { type PostableAccount, PostableAccount as PostableAccountRow } from '#core/social/posts/contract.ts'
import { NetworkLimit } from '#core/social/posts/limits.ts'
import {
  type Calendar,
  type CalendarPost,
  type CalendarQuery,
  type CreatePost,
  MAX_CALENDAR_POSTS,
  PostCounts,
  type PostFilters,
  type PostSchedule,
  SocialPost,
  type UpdatePost,
} from '#core/social/posts/schema.ts'
import { decodeCursor, NewestFirst, rowsAsStored, toPage } from '../../cursor.ts'
import { unwrap } from '../../db/db-errors.ts'
import { presentFields } from '../../db/present-fields.ts'
import type { Db } from '../../db/user-client.ts'
import { AppError } from '../../errors.ts'

/** One page of posts, newest first. Throws `not_allowed`. */
export async function listPosts(db: Db, { limit, cursor, ...filters }: PostFilters) {
  const place = decodeCursor(NewestFirst, cursor)
  const answer = await db.rpc('list_social_posts', {
    p_filters: presentFields(filters),
    p_limit: limit + 1,
    p_cursor: place,
  })
  const rows = rowsAsStored<SocialPost>().parse(unwrap(answer))
  return toPage(rows, limit, ({ created_at, id }) => ({ created_at, id }))
}

/** Throws `post_not_found`, `not_allowed`. */
export const getPost = async (db: Db, id: string): Promise<SocialPost> =>
  SocialPost.parse(unwrap(await db.rpc('get_social_post', { p_id: id })))

/** The id of the new post. Throws what the rules of posts refuse. */
export async function insertPost(db: Db, { schedule, ...post }: CreatePost): Promise<string> {
  const args = { p_post: presentFields(post), ...(schedule !== undefined && { p_schedule: schedule }) }
  return z.uuid().parse(unwrap(await db.rpc('create_social_post', args)))
}

type Version = { ifMatch: string | undefined }
const versionOf = ({ ifMatch }: Version) => (ifMatch === undefined ? {} : { p_if_match: ifMatch })

/** Throws `post_not_found`, `post_not_editable`, `row_changed`, and what the rules of posts refuse. */
export const updatePostRow = (db: Db, id: string, change: UpdatePost, version: Version) =>
  changed(db, id, () =>
    db.rpc('update_social_post', { p_id: id, p_changes: presentFields(change), ...versionOf(version) }),
  )

/** Throws `post_not_found`, `post_not_editable`, `post_not_ready`, `social_account_inactive`, `row_changed`. */
export const schedulePostRow = (db: Db, id: string, schedule: PostSchedule, version: Version) =>
  changed(db, id, () => db.rpc('schedule_social_post', { p_id: id, p_schedule: schedule, ...versionOf(version) }))

/** Throws `post_not_found`, `post_not_editable`, `row_changed`. */
export const unschedulePost = (db: Db, id: string, version: Version) =>
  changed(db, id, () => db.rpc('unschedule_social_post', { p_id: id, ...versionOf(version) }))

/** Throws `post_not_found`, `post_not_editable`, `row_changed`. */
export const cancelPost = (db: Db, id: string, version: Version) =>
  changed(db, id, () => db.rpc('cancel_social_post', { p_id: id, ...versionOf(version) }))

/** Throws `post_not_found`, `post_not_editable`, `post_is_public`, `row_changed`. */
export async function deletePost(db: Db, id: string, version: Version): Promise<{ id: string }> {
  const answer = await withCurrent(db, id, () => db.rpc('delete_social_post', { p_id: id, ...versionOf(version) }))
  return { id: z.uuid().parse(answer) }
}

async function changed(db: Db, id: string, write: () => Answer): Promise<SocialPost> {
  await withCurrent(db, id, write)
  return getPost(db, id)
}

type Answer = PromiseLike<Parameters<typeof unwrap>[0]>

/** A refusal of an older version brings the present one along. */
async function withCurrent(db: Db, id: string, write: () => Answer): Promise<unknown> {
  try {
    return unwrap(await write())
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'row_changed') throw error
    throw new AppError('row_changed', error.message, { current: await getPost(db, id) }, error)
  }
}

const CalendarRows = z.object({
  rows: rowsAsStored<CalendarPost>(),
  youtube_share: z.number(),
  youtube_used_today: z.number(),
})

/** What is scheduled and posted in a stretch of time. Throws `not_allowed`. */
export async function listCalendar(db: Db, { from, until, network, state }: CalendarQuery): Promise<Calendar> {
  const answer = await db.rpc('list_social_calendar', {
    p_from: from,
    p_until: until,
    p_limit: MAX_CALENDAR_POSTS + 1,
    ...(network && { p_network: network }),
    ...(state && { p_state: state }),
  })
  const { rows, youtube_share, youtube_used_today } = CalendarRows.parse(unwrap(answer))
  return {
    items: rows.slice(0, MAX_CALENDAR_POSTS),
    has_more: rows.length > MAX_CALENDAR_POSTS,
    youtube: { share: youtube_share, used_today: youtube_used_today },
  }
}

const NONE = { draft: 0, scheduled: 0, publishing: 0, posted: 0, partial: 0, failed: 0, cancelled: 0 }

/** How many posts there are in each state. Throws `not_allowed`. */
export async function countPosts(db: Db): Promise<PostCounts> {
  const Counted = z.object({ total: z.number(), by_state: z.record(z.string(), z.number()), attention: z.number() })
  const { by_state, ...counts } = Counted.parse(unwrap(await db.rpc('count_social_posts')))
  return PostCounts.parse({ ...counts, by_state: { ...NONE, ...by_state } })
}

/** The accounts that a post may name. Throws `not_allowed`. */
export const listAccounts = async (db: Db): Promise<PostableAccount[]> =>
  z.array(PostableAccountRow).parse(unwrap(await db.rpc('list_postable_accounts')))

/** What networks accept. Throws `not_allowed`. */
export const listLimits = async (db: Db): Promise<NetworkLimit[]> =>
  z.array(NetworkLimit).parse(unwrap(await db.rpc('list_social_limits')))

const VideoRow = z.object({
  id: z.uuid(),
  duration_seconds: z.number().nullable(),
  width: z.number().nullable(),
  height: z.number().nullable(),
  file_size: z.number(),
  check_state: z.string(),
  mime_type: z.string(),
})
export type PostVideo = VideoFacts & { id: string; check_state: string; mime_type: string }

/** What is known of the files of videos; those of another workspace are left out. */
export async function listPostVideos(db: Db, videoIds: readonly string[]): Promise<PostVideo[]> {
  if (videoIds.length === 0) return []
  const columns = 'id, duration_seconds, width, height, file_size, check_state, mime_type'
  return z.array(VideoRow).parse(
    unwrap(
      await db
        .from('product_videos')
        .select(columns)
        .in('id', [...new Set(videoIds)]),
    ),
  )
}

/** The posts of some days with everything about them, by their time. Throws `not_allowed`. */
export async function listPostsBetween(db: Db, from: string, until: string, limit: number): Promise<unknown[]> {
  const args = { p_from: from, p_until: until, p_limit: limit }
  return rowsAsStored<unknown>().parse(unwrap(await db.rpc('list_posts_between', args)))
}

/** What a video shows: the title of its product. Throws `video_not_found`. */
export async function getVideoSubject(db: Db, id: string): Promise<{ filename: string; title: string | null }> {
  const video = unwrap(await db.from('product_videos').select('filename, product_id').eq('id', id).maybeSingle())
  if (video === null) throw new AppError('video_not_found', "We can't find this video in your workspace.")
  const { filename, product_id } = video
  if (product_id === null) return { filename, title: null }
  const product = unwrap(await db.from('sourced_products').select('title').eq('id', product_id).maybeSingle())
  return { filename, title: product?.title ?? null }
}
