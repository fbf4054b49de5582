import { z } from 'zod'
import { Asin } from '../asin.ts'
import { Availability, SourceName } from '../catalog/source-product.ts'
import { ListQuery, optionalText } from '../http/list.ts'
import { MarketplaceCode } from '../marketplaces.ts'
import { Link } from '../text.ts'
import { Instant } from '../time.ts'
import { Evidence, JudgedRelation } from './evidence.ts'

/**
 * How the other ASIN relates to the one in the video. Amazon forbids tagging merely similar products, and a pack whose
 * size is unclear may be one; Amazon links variations itself.
 */
export const Relation = z.enum(['same', 'variation', 'similar', 'pack_unclear'])
export type Relation = z.infer<typeof Relation>

/** A person must say that the video shows the product before these are accepted. */
export const needsShowing = (relation: Relation): boolean => relation === 'similar' || relation === 'pack_unclear'

export const CorrelationDecision = z.enum(['accepted', 'declined'])
export type CorrelationDecision = z.infer<typeof CorrelationDecision>

/** What a source says of an ASIN in a marketplace where the workspace uploads, with the age of the answer. */
export const AsinFacts = z.object({
  marketplace: MarketplaceCode,
  availability: Availability.shape.state,
  availability_reasons: z.array(z.string()),
  source: SourceName,
  /** When the source itself last looked; null when it does not say. */
  observed_at: Instant.nullable(),
  /** When we read it from the source. */
  checked_at: Instant,
  sales_rank: z.number().int().nullable(),
  /** Influencers' videos on the page, as far as the source sees them; null: not asked. */
  influencer_videos: z.number().int().nullable(),
  videos_checked_at: Instant.nullable(),
})
export type AsinFacts = z.infer<typeof AsinFacts>

/** Another ASIN that the video of `search_asin` may serve. `decision` is null until a person decides. */
export const AsinCorrelation = z.object({
  id: z.uuid(),
  product_id: z.uuid(),
  search_asin: z.string(),
  similar_asin: z.string(),
  /** What applies to tasks. */
  relation: Relation,
  /** What the last search says. It differs from `relation` when a person had decided or entered that before. */
  judged_relation: JudgedRelation.nullable(),
  /** How likely the two are one product, 0 to 100; null when no search judged the pair. */
  score: z.number().int().min(0).max(100).nullable(),
  evidence: z.array(Evidence),
  judged_at: Instant.nullable(),
  /** Where a person says that `similar_asin` is sold. */
  marketplaces: z.array(MarketplaceCode),
  title: z.string().nullable(),
  brand: z.string().nullable(),
  image_url: Link.nullable(),
  source: z.enum(['manual', 'search']),
  decision: CorrelationDecision.nullable(),
  decided_at: Instant.nullable(),
  decided_by_name: z.string().nullable(),
  is_shown_in_video: z.boolean(),
  /** When `shown_by_name` said "I show this product in the video". */
  shown_at: Instant.nullable(),
  shown_by_name: z.string().nullable(),
  /** The product whose video it is. */
  product: z.object({
    id: z.uuid(),
    asin: z.string(),
    title: z.string().nullable(),
    brand: z.string().nullable(),
    image_url: Link.nullable(),
  }),
  facts: z.array(AsinFacts),
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

/** What a decision did to tasks. */
export const DecidedTasks = z.object({ created: z.number().int(), withdrawn: z.number().int() })
export type DecidedTasks = z.infer<typeof DecidedTasks>

/** Accepting creates tasks; taking the decision back removes tasks that no one worked on. */
export const DecidedCorrelation = z.object({
  correlation: AsinCorrelation,
  /** For Undo; null when nothing changed. */
  batch_id: z.uuid().nullable(),
  /** Pairs of ASIN and marketplace whose availability a job looks up now; it creates their tasks. */
  checking: z.number().int(),
  tasks: DecidedTasks,
})
export type DecidedCorrelation = z.infer<typeof DecidedCorrelation>

/** At most so many decisions in one request. */
export const BULK_MAX_CORRELATIONS = 500

/** The same decision for many correlations. */
export const DecideCorrelations = z.strictObject({
  ids: z.array(z.uuid()).min(1).max(BULK_MAX_CORRELATIONS),
  decision: CorrelationDecision.nullable(),
  /** "I show these products in the video". */
  is_shown_in_video: z.boolean().optional(),
})
export type DecideCorrelations = z.infer<typeof DecideCorrelations>

export const DecidedCorrelations = z.object({
  batch_id: z.uuid().nullable(),
  changed: z.number().int(),
  /** Correlations that were already decided so. */
  unchanged: z.number().int(),
  /** Correlations that keep their decision, each with the reason; the others are decided. */
  failed: z.array(
    z.object({ id: z.uuid(), code: z.enum(['needs_showing', 'correlation_not_found']), reason: z.string() }),
  ),
  checking: z.number().int(),
  tasks: DecidedTasks,
})
export type DecidedCorrelations = z.infer<typeof DecidedCorrelations>

/** Decisions of one request. `asins`: at most three of them. */
export const DecisionBatch = z.object({
  batch_id: z.uuid(),
  created_at: Instant,
  decided_by_name: z.string().nullable(),
  decision: CorrelationDecision.nullable(),
  count: z.number().int(),
  asins: z.array(z.string()),
  is_undone: z.boolean(),
})
export type DecisionBatch = z.infer<typeof DecisionBatch>

/** `kept`: correlations that were decided again since, and stay as they are. */
export const UndoneDecisions = z.object({
  batch_id: z.uuid().nullable(),
  changed: z.number().int(),
  kept: z.number().int(),
  tasks: DecidedTasks,
})
export type UndoneDecisions = z.infer<typeof UndoneDecisions>

export const CorrelationFilters = ListQuery.extend({
  product_id: z.uuid().optional(),
  decision: z.enum(['accepted', 'declined', 'undecided']).optional(),
  relation: Relation.optional(),
  /** Over both ASINs and the title. */
  search: optionalText(200),
  /** `review`: what is surely the same first, then by score. */
  sort: z.enum(['newest', 'review']).default('newest'),
})
export type CorrelationFilters = z.infer<typeof CorrelationFilters>

/** How many wait for a decision, by relation, and how many are decided. */
export const CorrelationCounts = z.object({
  same: z.number().int(),
  variation: z.number().int(),
  similar: z.number().int(),
  pack_unclear: z.number().int(),
  accepted: z.number().int(),
  declined: z.number().int(),
})
export type CorrelationCounts = z.infer<typeof CorrelationCounts>
