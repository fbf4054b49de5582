import { z } from 'zod'
import { normalizeAsin } from '../asin.ts'
import { Availability } from '../catalog/source-product.ts'
import { ListQuery, optionalText, rowsOf } from '../http/list.ts'
import { MarketplaceCode } from '../marketplaces.ts'
import { Link, SentLink } from '../text.ts'
import { Instant } from '../time.ts'
import { DubLanguage, StepState } from '../videos/schema.ts'

export const TaskStatus = z.enum(['pending', 'completed', 'skipped'])
export type TaskStatus = z.infer<typeof TaskStatus>

/** Why a task has no video: its product has none yet, or its video was deleted. */
export const NoVideoReason = z.enum(['not_uploaded', 'video_deleted'])

/** Why nobody can do a pending upload yet: no video, no version in that language, no seller in that marketplace. */
export const MissingPart = z.enum(['no_video', 'needs_dub', 'not_available'])
export type MissingPart = z.infer<typeof MissingPart>

/** The dub that a task needs, with its state. */
export const TaskVariant = z.object({ id: z.uuid(), language: DubLanguage, state: StepState })
export type TaskVariant = z.infer<typeof TaskVariant>

/** Languages of uploads, as ISO 639-1. */
export const UploadLanguage = z.enum(['en', 'de', 'fr', 'es', 'it', 'ja'])
export type UploadLanguage = z.infer<typeof UploadLanguage>

/** One upload to do: this ASIN, in this marketplace, with the video of `search_asin`. */
export const InfluencerTask = z.object({
  id: z.uuid(),
  asin: z.string(),
  /** The ASIN whose video the task carries; equal to `asin` on the product's own task. */
  search_asin: z.string(),
  product_id: z.uuid().nullable(),
  correlation_id: z.uuid().nullable(),
  title: z.string().nullable(),
  image_url: Link.nullable(),
  thumbnail_url: Link.nullable(),
  video_id: z.uuid().nullable(),
  no_video_reason: NoVideoReason.nullable(),
  /** The text for Amazon's title field, at most 60 characters. */
  video_title: z.string().nullable(),
  marketplace: MarketplaceCode,
  status: TaskStatus,
  /** The language in which the workspace uploads there: its own choice, or the marketplace's. */
  upload_language: UploadLanguage,
  /** The language of the upload is not the video's. */
  requires_dubbing: z.boolean(),
  /** The video in that language; null when no dub was requested or none is needed. */
  variant: TaskVariant.nullable(),
  /** For a correlated ASIN: what the source said last of this marketplace; null when nobody looked. */
  availability: Availability.shape.state.nullable(),
  availability_checked_at: Instant.nullable(),
  /** Empty for a task that can be done, and for one that is done. */
  missing: z.array(MissingPart),
  amazon_product_url: z.url(),
  amazon_upload_url: z.url(),
  completed_at: Instant.nullable(),
  completed_by: z.uuid().nullable(),
  completed_by_name: z.string().nullable(),
  /** The id that the side panel gave to this completion; null for one made elsewhere. */
  completion_id: z.uuid().nullable(),
  /** The Amazon page on which the person found the upload. */
  page_url: Link.nullable(),
  claimed_by: z.uuid().nullable(),
  claimed_by_name: z.string().nullable(),
  claimed_until: Instant.nullable(),
  note: z.string().nullable(),
  created_at: Instant,
  updated_at: Instant,
})
export type InfluencerTask = z.infer<typeof InfluencerTask>

export const TaskCounts = z.object({
  pending: z.number().int(),
  completed: z.number().int(),
  skipped: z.number().int(),
})
export type TaskCounts = z.infer<typeof TaskCounts>

export const MarketplaceTaskCounts = TaskCounts.extend({ marketplace: MarketplaceCode })
export type MarketplaceTaskCounts = z.infer<typeof MarketplaceTaskCounts>

export const TaskVideo = z.object({
  id: z.uuid(),
  filename: z.string(),
  file_size: z.number().int(),
  duration_seconds: z.number().nullable(),
})
export type TaskVideo = z.infer<typeof TaskVideo>

/** The tasks that share one video. `counts` covers all tasks of the group, whatever the filter shows. */
export const TaskGroup = z.object({
  /** Stable name of the group, for keys and URLs. */
  key: z.string(),
  video: TaskVideo.nullable(),
  search_asin: z.string(),
  title: z.string().nullable(),
  image_url: Link.nullable(),
  video_title: z.string().nullable(),
  counts: z.partialRecord(MarketplaceCode, TaskCounts),
  tasks: rowsOf(InfluencerTask),
})
export type TaskGroup = z.infer<typeof TaskGroup>

export const TaskFilters = ListQuery.extend({
  status: TaskStatus.optional(),
  marketplace: MarketplaceCode.optional(),
  has_video: z.stringbool().optional(),
  asin: z.string().max(20).transform(normalizeAsin).optional(),
  product_id: z.uuid().optional(),
  /** Tasks of the products of this product owner. */
  owner_id: z.uuid().optional(),
  /** Tasks that miss this; `nothing`: tasks that can be done. */
  missing: MissingPart.or(z.literal('nothing')).optional(),
  /** Over ASIN and title. */
  search: optionalText(200),
  /** Newest first by this moment; `completed` leaves out tasks that are not completed. */
  sort: z.enum(['created', 'completed']).default('created'),
})
export type TaskFilters = z.infer<typeof TaskFilters>

export const GroupOrder = z.enum(['newest', 'oldest'])
export type GroupOrder = z.infer<typeof GroupOrder>

export const TaskGroupFilters = TaskFilters.omit({ sort: true }).extend({
  group: z.literal('video'),
  /** By the newest task of each group, or turned round by its oldest. */
  order: GroupOrder.default('newest'),
})
export type TaskGroupFilters = z.infer<typeof TaskGroupFilters>

/** One of Amazon's marketplaces with this workspace's settings. */
export const WorkspaceMarketplace = z.object({
  marketplace: MarketplaceCode,
  /** Correlated ASINs may get tasks here. */
  is_enabled: z.boolean(),
  /** A product's own task is created here when its video is saved. Needs `is_enabled`. */
  is_home: z.boolean(),
  /** The language in which the workspace uploads here; null: the marketplace's own. */
  language: UploadLanguage.nullable(),
  /** The name under which the workspace's videos are shown on product pages here; null: not entered. */
  storefront_name: z.string().nullable(),
  /** Names on product pages that a person said are somebody else's; they are not asked about again. */
  other_storefronts: z.array(z.string()),
})
export type WorkspaceMarketplace = z.infer<typeof WorkspaceMarketplace>

export const UpdateMarketplace = z
  .strictObject({
    is_enabled: z.boolean().optional(),
    is_home: z.boolean().optional(),
    language: UploadLanguage.nullable().optional(),
    storefront_name: z
      .string()
      .trim()
      .max(100)
      .transform((value) => value || null)
      .nullable()
      .optional(),
    /** The whole list. */
    other_storefronts: z.array(z.string().trim().min(1).max(100)).max(100).optional(),
  })
  .refine((change) => Object.keys(change).length > 0, 'Say at least one field to change.')
  .refine((change) => change.is_enabled !== false || !change.is_home, {
    path: ['is_home'],
    message: 'A home marketplace must be turned on.',
  })
export type UpdateMarketplace = z.infer<typeof UpdateMarketplace>

const TaskChange = z.strictObject({
  status: TaskStatus.optional(),
  note: z
    .string()
    .trim()
    .max(2000)
    .transform((value) => (value === '' ? null : value))
    .nullable()
    .optional(),
  /** True claims a pending task for the caller for 30 minutes; false releases the caller's claim. */
  claimed: z.boolean().optional(),
})

const hasChange = (changes: object) => Object.keys(changes).length > 0
const NO_CHANGE = 'Say at least one field to change.'

export const UpdateTask = TaskChange.extend({
  /** Only for a completed task: an https link to a page of its marketplace. */
  page_url: SentLink.nullable().optional(),
  /**
   * With `status: completed`: the sender's own number for this completion, and when the person completed it. An answer
   * with another `completion_id` says that the task was completed before. The time lies between the task's creation
   * and now.
   */
  completion: z.strictObject({ id: z.uuid(), at: Instant }).optional(),
})
  .refine(hasChange, NO_CHANGE)
  .refine(({ completion, status }) => !completion || status === 'completed', {
    path: ['completion'],
    message: 'Only a change to completed has a completion.',
  })
export type UpdateTask = z.infer<typeof UpdateTask>

/** At most so many tasks in one request. */
export const BULK_MAX_TASKS = 500

/** The same change for many tasks. */
export const BulkUpdateTasks = z.strictObject({
  ids: z.array(z.uuid()).min(1).max(BULK_MAX_TASKS),
  patch: TaskChange.refine(hasChange, NO_CHANGE),
})
export type BulkUpdateTasks = z.infer<typeof BulkUpdateTasks>

export const BulkTasksResult = z.object({
  changed: z.number().int(),
  /** Tasks that were already so. */
  unchanged: z.number().int(),
  /** Tasks that were not changed, each with the reason; the others are. */
  failed: z.array(
    z.object({
      id: z.uuid(),
      code: z.enum(['task_not_found', 'task_claimed', 'task_not_pending']),
      reason: z.string(),
    }),
  ),
})
export type BulkTasksResult = z.infer<typeof BulkTasksResult>
