import { z } from 'zod'
import { AsinFacts } from '../correlations/schema.ts'
import { ListQuery, optionalText, rowsOf, unreadable } from '../http/list.ts'
import { MarketplaceCode } from '../marketplaces.ts'
import { TaskStatus, UploadLanguage } from '../tasks/schema.ts'
import { Link } from '../text.ts'
import { StepState } from '../videos/schema.ts'

/** How it is known that the ASIN is the product in the video. `found`: by a search; a person has not decided yet. */
export const Proof = z.enum(['own', 'accepted', 'found'])
export type Proof = z.infer<typeof Proof>

/** A video in one marketplace. What nobody has asked yet is null. */
export const ExpansionCell = z.object({
  marketplace: MarketplaceCode,
  asin: z.string(),
  proof: Proof,
  correlation_id: z.uuid().nullable(),
  availability: AsinFacts.shape.availability.nullable(),
  availability_reasons: z.array(z.string()).nullable(),
  source: AsinFacts.shape.source.nullable(),
  observed_at: AsinFacts.shape.observed_at,
  checked_at: AsinFacts.shape.checked_at.nullable(),
  sales_rank: z.number().int().nullable(),
  influencer_videos: z.number().int().nullable(),
  videos_checked_at: AsinFacts.shape.videos_checked_at,
  task_id: z.uuid().nullable(),
  task_status: TaskStatus.nullable(),
  is_enabled: z.boolean().nullable(),
  upload_language: UploadLanguage,
  requires_dubbing: z.boolean(),
  /** State of the dub in that language; null when none was requested. */
  dub_state: StepState.nullable(),
  /** What the dub costs; null when none is needed, one is there, or the length of the video is not known. */
  dub_credits: z.number().int().nullable(),
  /** In stock, fewer than three influencer videos, and not uploaded yet. */
  is_opportunity: z.boolean().nullable(),
})
export type ExpansionCell = z.infer<typeof ExpansionCell>

/** A product with a video, in every marketplace. */
export const ExpansionRow = z.object({
  product_id: z.uuid(),
  asin: z.string(),
  title: z.string().nullable(),
  image_url: Link.nullable(),
  video_id: z.uuid(),
  duration_seconds: z.number().nullable(),
  video_language: z.string(),
  opportunities: z.number().int(),
  cells: z.array(ExpansionCell),
})
export type ExpansionRow = z.infer<typeof ExpansionRow>

export const ExpansionFilters = ListQuery.omit({ count: true }).extend({
  search: optionalText(200),
  /** Counts only the opportunities there. */
  marketplace: MarketplaceCode.optional(),
  /** Leaves out products without an opportunity. */
  only: z.enum(['opportunities']).optional(),
})
export type ExpansionFilters = z.infer<typeof ExpansionFilters>

export const ExpansionPage = z.object({ items: rowsOf(ExpansionRow), next_cursor: z.string().nullable(), unreadable })
