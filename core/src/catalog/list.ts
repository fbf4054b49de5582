import { z } from 'zod'
import { ListQuery, optionalText } from '../http/list.ts'
import { MarketplaceCode } from '../marketplaces.ts'
import { FillInState } from '../products/schema.ts'
import { Link } from '../text.ts'
import { Instant } from '../time.ts'

/** Where the workspace knows an ASIN from: a product outside Trash, an accepted correlation, an upload task. */
export const CatalogSource = z.enum(['product', 'correlation', 'task'])
export type CatalogSource = z.infer<typeof CatalogSource>

/** An ASIN that the workspace knows, once, wherever it comes from. */
export const CatalogItem = z.object({
  /** Of what was seen first. */
  id: z.uuid(),
  asin: z.string(),
  title: z.string().nullable(),
  image_url: Link.nullable(),
  sources: z.array(CatalogSource),
  /** Null when the ASIN is no product. */
  product_id: z.uuid().nullable(),
  /** The lookup of the product's title and image; null when none was requested, or the ASIN is no product. */
  lookup: FillInState.nullable(),
  /** The workspace has a video of it, or uploads one under it. */
  has_video: z.boolean(),
  pending: z.number().int(),
  completed: z.number().int(),
  first_seen: Instant,
  /** Where its page on Amazon is: at home, or where its task is. */
  marketplace: MarketplaceCode,
  amazon_product_url: z.url(),
})
export type CatalogItem = z.infer<typeof CatalogItem>

export const CatalogFilters = ListQuery.extend({
  /** Over ASIN and title, and over brand and notes of products; every word must be there. */
  search: optionalText(200),
  source: CatalogSource.optional(),
  has_video: z.stringbool().optional(),
  has_task: z.stringbool().optional(),
  lookup: FillInState.optional(),
})
export type CatalogFilters = z.infer<typeof CatalogFilters>

/** How many ASINs the workspace knows. An ASIN may come from several sources, so they may add up to more than `all`. */
export const CatalogCounts = z.object({
  all: z.number().int(),
  product: z.number().int(),
  correlation: z.number().int(),
  task: z.number().int(),
})
export type CatalogCounts = z.infer<typeof CatalogCounts>
