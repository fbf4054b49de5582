import { z } from 'zod'
import { ListQuery, optionalText, rowsOf, unreadable } from '../../http/list.ts'
import { Link, SentLink } from '../../text.ts'
import { Day, Instant, TimeZone } from '../../time.ts'
import { DubLanguage } from '../../videos/schema.ts'
import { SocialNetwork } from '../networks.ts'
import { Finding } from './check-post.ts'
import { ScheduleRule, WallTime } from './wall-time.ts'

export const PostState = z.enum(['draft', 'scheduled', 'publishing', 'posted', 'partial', 'failed', 'cancelled'])
export type PostState = z.infer<typeof PostState>

export const JobState = z.enum(['pending', 'preparing', 'publishing', 'posted', 'failed', 'unknown', 'cancelled'])
export type JobState = z.infer<typeof JobState>

/** Who may see a video on YouTube. */
export const Privacy = z.enum(['public', 'unlisted', 'private'])
export type Privacy = z.infer<typeof Privacy>

/** A post may name at most so many accounts. */
export const MAX_ACCOUNTS = 20
/** Longer than the longest caption of any network. */
export const MAX_CAPTION = 70_000

const Account = z.object({
  connection_id: z.uuid(),
  network: SocialNetwork,
  account_name: z.string(),
  account_username: z.string().nullable(),
  account_avatar_url: z.string().nullable(),
  /** False after disconnecting: the post stays, nothing is sent. */
  is_active: z.boolean(),
})

/** What becomes of a post on one account. */
export const PostJob = Account.extend({
  id: z.uuid(),
  /** This account's own version; null: the caption of the post. */
  caption: z.string().nullable(),
  title: z.string().nullable(),
  privacy: Privacy.nullable(),
  tags: z.array(z.string()),
  state: JobState,
  /** The network's own id; `posted` always has one. */
  media_id: z.string().nullable(),
  permalink: z.string().nullable(),
  cover_state: z.enum(['sent', 'failed']).nullable(),
  cover_error: z.string().nullable(),
  waiting_code: z.string().nullable(),
  /** Why it waits without having failed. */
  waiting_reason: z.string().nullable(),
  error_code: z.string().nullable(),
  /** Why it failed, and what to do. */
  error: z.string().nullable(),
  posted_at: Instant.nullable(),
})
export type PostJob = z.infer<typeof PostJob>

/** `wall`: what the person chose; `at`: the moment that it means in `time_zone`. */
const Schedule = {
  scheduled_wall: WallTime.nullable(),
  time_zone: z.string().nullable(),
  scheduled_at: Instant.nullable(),
  schedule_rule: ScheduleRule.nullable(),
}

export const SocialPost = z.object({
  id: z.uuid(),
  product_id: z.uuid().nullable(),
  asin: z.string().nullable(),
  product_title: z.string().nullable(),
  image_url: Link.nullable(),
  video_id: z.uuid().nullable(),
  video_filename: z.string().nullable(),
  caption: z.string(),
  link: z.string().nullable(),
  /** The product's thumbnail is sent as the cover. */
  covers: z.boolean(),
  /** The dub of the video that is posted; null: the video itself. */
  dub_language: DubLanguage.nullable(),
  is_ai_generated: z.boolean(),
  state: PostState,
  ...Schedule,
  /** The post that this one repeats. */
  repeats_post_id: z.uuid().nullable(),
  jobs: z.array(PostJob),
  created_at: Instant,
  updated_at: Instant,
})
export type SocialPost = z.infer<typeof SocialPost>

/** A post in the calendar: what a day shows. */
export const CalendarPost = SocialPost.pick({
  id: true,
  state: true,
  caption: true,
  product_title: true,
  scheduled_wall: true,
  time_zone: true,
  scheduled_at: true,
  schedule_rule: true,
  updated_at: true,
}).extend({ networks: z.array(SocialNetwork), youtube_jobs: z.number().int(), needs_attention: z.boolean() })
export type CalendarPost = z.infer<typeof CalendarPost>

/** The longest stretch of a calendar: six weeks of a month view, with a day of other zones on both sides. */
export const MAX_CALENDAR_DAYS = 45
export const MAX_CALENDAR_POSTS = 2000

export const CalendarQuery = z
  .strictObject({ from: Instant, until: Instant, network: SocialNetwork.optional(), state: PostState.optional() })
  .refine(
    ({ from, until }) => {
      const ms = Date.parse(until) - Date.parse(from)
      return ms > 0 && ms <= MAX_CALENDAR_DAYS * 86_400_000
    },
    { path: ['until'], message: `A calendar shows at most ${MAX_CALENDAR_DAYS} days.` },
  )
export type CalendarQuery = z.infer<typeof CalendarQuery>

export const Calendar = z.object({
  items: rowsOf(CalendarPost),
  /** More posts than a calendar shows. */
  has_more: z.boolean(),
  /** How many videos the workspace may upload to YouTube in a day, and how many it uploaded today (Pacific time). */
  youtube: z.object({ share: z.number().int(), used_today: z.number().int() }),
  unreadable,
})
export type Calendar = z.infer<typeof Calendar>

/** `attention`: a job failed, or the network's answer is unknown. */
export const PostFilters = ListQuery.omit({ count: true }).extend({
  state: z.union([PostState, z.literal('attention')]).optional(),
  network: SocialNetwork.optional(),
  product_id: z.uuid().optional(),
  video_id: z.uuid().optional(),
  search: optionalText(200),
})
export type PostFilters = z.infer<typeof PostFilters>

export const PostCounts = z.object({
  total: z.number().int(),
  by_state: z.record(PostState, z.number().int()),
  attention: z.number().int(),
})
export type PostCounts = z.infer<typeof PostCounts>

const Tag = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^,<>"]*$/, 'A tag has no comma, quote, < or >.')

/** An account of a post, with its own version of the text. */
export const PostAccount = z.strictObject({
  connection_id: z.uuid(),
  caption: z.string().max(MAX_CAPTION).nullable().default(null),
  title: z.string().trim().max(300).nullable().default(null),
  privacy: Privacy.nullable().default(null),
  tags: z.array(Tag).max(60).default([]),
})
export type PostAccount = z.infer<typeof PostAccount>

const PostAccounts = z
  .array(PostAccount)
  .max(MAX_ACCOUNTS, `A post goes to at most ${MAX_ACCOUNTS} accounts.`)
  .refine(
    (accounts) => new Set(accounts.map(({ connection_id }) => connection_id)).size === accounts.length,
    'An account is named twice.',
  )

/** A time on the clock of a zone, or now. */
export const PostSchedule = z.union([
  z.strictObject({ wall: WallTime, time_zone: TimeZone }),
  z.strictObject({ now: z.literal(true) }),
])
export type PostSchedule = z.infer<typeof PostSchedule>

const PostFields = z.strictObject({
  /** Its product is the post's product, unless the body names another. */
  video_id: z.uuid().nullable(),
  product_id: z.uuid().nullable(),
  caption: z.string().max(MAX_CAPTION),
  link: SentLink.nullable(),
  covers: z.boolean(),
  /** A finished dub of the video. Setting it turns `is_ai_generated` on, unless the same request turns it off. */
  dub_language: DubLanguage.nullable(),
  is_ai_generated: z.boolean(),
  accounts: PostAccounts,
})

export const CreatePost = PostFields.partial().extend({
  /** Left out: a draft. */
  schedule: PostSchedule.optional(),
})
export type CreatePost = z.infer<typeof CreatePost>

export const UpdatePost = PostFields.partial()
export type UpdatePost = z.infer<typeof UpdatePost>

/** The file's header and rows as the page read them, and what a time without a zone means. */
export const ImportPosts = z.strictObject({
  header: z.array(z.string().max(200)).min(1).max(50),
  rows: z
    .array(z.array(z.string().max(MAX_CAPTION)).max(50))
    .min(1)
    .max(500),
  time_zone: TimeZone,
  /** Checks the rows and saves none. */
  is_trial: z.boolean().default(false),
})
export type ImportPosts = z.infer<typeof ImportPosts>

export const ImportedRow = z.object({
  /** The line of the file; the header is line 1. */
  line: z.number().int(),
  post_id: z.uuid().nullable(),
  /** What was done to its time. */
  rule: ScheduleRule.nullable(),
  problems: z.array(z.object({ column: z.string().nullable(), message: z.string() })),
})
export const ImportedPosts = z.object({
  created: z.number().int(),
  /** Rows that can be imported; with `is_trial` none was. */
  ready: z.number().int(),
  rows: z.array(ImportedRow),
})
export type ImportedPosts = z.infer<typeof ImportedPosts>

/** A draft to check before it is scheduled; nothing is saved. */
export const PreflightPost = PostFields.pick({
  video_id: true,
  caption: true,
  covers: true,
  accounts: true,
}).extend({ dub_language: DubLanguage.nullable().default(null) })
export type PreflightPost = z.infer<typeof PreflightPost>
export const Preflight = z.object({
  findings: z.array(Finding),
  /** No finding is an error. */
  can_post: z.boolean(),
})
export type Preflight = z.infer<typeof Preflight>

export const ExportPosts = z.strictObject({ from: Day.optional(), until: Day.optional() })
export type ExportPosts = z.infer<typeof ExportPosts>

/** What a model writes a caption about. */
export const WriteCaption = z.strictObject({
  video_id: z.uuid(),
  /** Whose limits and manner it keeps; null for every network. */
  network: SocialNetwork.nullable().default(null),
  /** What the person wants to be in it. */
  wish: optionalText(500),
})
export type WriteCaption = z.infer<typeof WriteCaption>
