import { z } from 'zod'
import { Asin } from '../asin.ts'
import { ListQuery } from '../http/list.ts'
import { MarketplaceCode } from '../marketplaces.ts'
import { Link } from '../text.ts'
import { Instant } from '../time.ts'

/** How the other ASIN relates to the one in the video. Amazon forbids tagging merely similar products. */
export const Relation = z.enum(['same', 'variation', 'similar'])
export type Relation = z.infer<typeof Relation>

export const CorrelationDecision = z.enum(['accepted', 'declined'])
export type CorrelationDecision = z.infer<typeof CorrelationDecision>

/** Another ASIN that the video of `search_asin` may serve. `decision` is null until a person decides. */
export const AsinCorrelation = z.object({
  id: z.uuid(),
  product_id: z.uuid(),
  search_asin: z.string(),
  similar_asin: z.string(),
  relation: Relation,
  /** Where `similar_asin` is sold. */
  marketplaces: z.array(MarketplaceCode),
  title: z.string().nullable(),
  image_url: Link.nullable(),
  source: z.enum(['manual', 'search']),
  decision: CorrelationDecision.nullable(),
  decided_at: Instant.nullable(),
  is_shown_in_video: z.boolean(),
  created_at: Instant,
  updated_at: Instant,
})
export type AsinCorrelation = z.infer<typeof AsinCorrelation>

export const CreateCorrelation = z.strictObject({
  product_id: z.uuid(),
  similar_asin: Asin,
  relation: Relation.default('same'),
  /** Marketplaces where it is sold; the workspace's home marketplaces by default. */
  marketplaces: z.array(MarketplaceCode).min(1).max(10).optional(),
  title: z.string().trim().max(500).optional(),
})
export type CreateCorrelation = z.infer<typeof CreateCorrelation>

export const DecideCorrelation = z.strictObject({
  /** Null takes a decision back: pending tasks that it created and no one worked on are removed. */
  decision: CorrelationDecision.nullable(),
  /** "I show this product in the video": required for accepting a similar product. */
  is_shown_in_video: z.boolean().optional(),
})
export type DecideCorrelation = z.infer<typeof DecideCorrelation>

/** Accepting creates tasks; taking the decision back removes tasks that no one worked on. */
export const DecidedCorrelation = z.object({
  correlation: AsinCorrelation,
  tasks: z.object({ created: z.number().int(), withdrawn: z.number().int() }),
})
export type DecidedCorrelation = z.infer<typeof DecidedCorrelation>

export const CorrelationFilters = ListQuery.extend({
  product_id: z.uuid().optional(),
  decision: z.enum(['accepted', 'declined', 'undecided']).optional(),
})
export type CorrelationFilters = z.infer<typeof CorrelationFilters>
