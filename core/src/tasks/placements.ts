import { z } from 'zod'
import { SourceName } from '../catalog/source-product.ts'
import { ListQuery, rowsOf, unreadable } from '../http/list.ts'
import { MarketplaceCode } from '../marketplaces.ts'
import { Link } from '../text.ts'
import { Instant } from '../time.ts'

/**
 * Whether the video of a completed task was seen on the product's page. No state means "removed": a source knows only
 * some of a page's videos. `name_unclear`: a video of that title and length is there under another name.
 */
export const PlacementState = z.enum(['seen', 'not_among_known', 'no_longer_seen', 'name_unclear', 'not_checked'])
export type PlacementState = z.infer<typeof PlacementState>

export const TaskPlacement = z.object({
  task_id: z.uuid(),
  asin: z.string(),
  search_asin: z.string(),
  marketplace: MarketplaceCode,
  title: z.string().nullable(),
  image_url: Link.nullable(),
  video_title: z.string().nullable(),
  completed_at: Instant,
  /** The name that the workspace entered for this marketplace. */
  storefront_name: z.string().nullable(),
  state: PlacementState,
  first_seen_at: Instant.nullable(),
  last_seen_at: Instant.nullable(),
  checked_at: Instant.nullable(),
  /** Its place among the videos that the source knows, from 1. */
  position: z.number().int().nullable(),
  /** How many videos the source knows. */
  known_videos: z.number().int().nullable(),
  /** The names to ask about. */
  other_names: z.array(z.string()),
  source: SourceName.nullable(),
})
export type TaskPlacement = z.infer<typeof TaskPlacement>

export const PlacementFilters = ListQuery.omit({ count: true }).extend({
  state: PlacementState.optional(),
  marketplace: MarketplaceCode.optional(),
})
export type PlacementFilters = z.infer<typeof PlacementFilters>

export const PlacementPage = z.object({
  items: rowsOf(TaskPlacement),
  next_cursor: z.string().nullable(),
  /** All completed tasks by state, whatever the filter shows. */
  counts: z.record(PlacementState, z.number().int()),
  unreadable,
})
