import { z } from 'zod'
import { Asin } from '../asin.ts'
import { ListQuery, optionalText } from '../http/list.ts'
import { MarketplaceCode, marketplace } from '../marketplaces.ts'
import { Cents, CurrencyCode } from '../money.ts'
import { Link, SentLink } from '../text.ts'
import { Day, Instant } from '../time.ts'
import { DEFAULT_SORT, FilterText, ProductSort } from './filters.ts'
import { CustomValue } from './lists/schema.ts'

export const Decision = z.enum(['sell', 'keep'])
export type Decision = z.infer<typeof Decision>

/**
 * The state of the lookup of a product's empty fields: left to a run of the catalog, requested, finished, ASIN unknown to
 * the provider, or failed.
 */
export const FillInState = z.enum(['not_asked', 'waiting', 'done', 'not_found', 'failed'])
export type FillInState = z.infer<typeof FillInState>

/** The longest video title that Amazon's upload page accepts (third-party note, last seen working April 2026). */
export const VIDEO_TITLE_MAX_LENGTH = 60

/** A product owner of a product. A product with owners has exactly one primary; its prefix begins the video title. */
export const ProductOwner = z.object({
  owner_id: z.uuid(),
  is_primary: z.boolean(),
  /** Share of the profit in basis points; the shares of a product add up to at most 10000. */
  share_bps: z.number().int().min(0).max(10_000).nullable(),
})
export type ProductOwner = z.infer<typeof ProductOwner>

/** A product that the workspace buys or receives, from the first idea to the sale. */
export const SourcedProduct = z.object({
  id: z.uuid(),
  asin: z.string(),
  title: z.string().nullable(),
  image_url: Link.nullable(),
  brand: z.string().nullable(),
  category: z.string().nullable(),
  video_title: z.string(),
  /** True once a person typed the video title; the rule then never changes it. */
  is_video_title_typed: z.boolean(),
  status_id: z.uuid().nullable(),
  decision: Decision.nullable(),
  collaboration_type_id: z.uuid().nullable(),
  contact_source_id: z.uuid().nullable(),
  marketplace_id: z.uuid().nullable(),
  /** The primary first, then in the order in which they were added. */
  owners: z.array(ProductOwner),
  requirements: z.string().nullable(),
  /** A date of the product itself, such as the deadline of a deal. */
  important_date: Day.nullable(),
  important_date_comment: z.string().nullable(),
  /** A reminder: the product is in "Follow-ups due" from that day until the date is moved or cleared. */
  follow_up_date: Day.nullable(),
  follow_up_note: z.string().nullable(),
  cost_cents: Cents.nullable(),
  fees_cents: Cents.nullable(),
  currency: CurrencyCode,
  quantity: z.number().int(),
  purchase_date: Day.nullable(),
  notes: z.string().nullable(),
  source: z.string().nullable(),
  /** By the field's id; a field without a value has no key. */
  custom_values: z.record(z.uuid(), CustomValue),
  /** Archived: left out of every list that does not request archived products. */
  archived_at: Instant.nullable(),
  /** Null when no lookup was needed (title and image were given) or no provider is configured. */
  fill_in_state: FillInState.nullable(),
  /**
   * Why the lookup failed: an outcome of the provider (`reconnect`, `rejected`, `try_later`, `gone`) or of the queue.
   */
  fill_in_error: z.string().nullable(),
  video_count: z.number().int(),
  pending_task_count: z.number().int(),
  completed_task_count: z.number().int(),
  created_at: Instant,
  updated_at: Instant,
})
export type SourcedProduct = z.infer<typeof SourcedProduct>

const text = (maxLength: number) =>
  z
    .string()
    .trim()
    .max(maxLength)
    .transform((value) => (value === '' ? null : value))
    .nullable()
    .optional()

/** The fields that a person may write. An empty text means "nothing" and is stored as null. */
const editable = {
  title: text(500),
  // Not z.httpUrl: that refuses 127.0.0.1, where the emulated catalog serves its images.
  image_url: SentLink.nullable().optional(),
  brand: text(200),
  category: text(200),
  status_id: z.uuid().nullable().optional(),
  decision: Decision.nullable().optional(),
  collaboration_type_id: z.uuid().nullable().optional(),
  contact_source_id: z.uuid().nullable().optional(),
  marketplace_id: z.uuid().nullable().optional(),
  requirements: text(4000),
  important_date: Day.nullable().optional(),
  important_date_comment: text(500),
  follow_up_date: Day.nullable().optional(),
  follow_up_note: text(500),
  cost_cents: Cents.nullable().optional(),
  fees_cents: Cents.nullable().optional(),
  currency: CurrencyCode.optional(),
  quantity: z.number().int().min(0).max(1_000_000).optional(),
  purchase_date: Day.nullable().optional(),
  notes: text(10_000),
  source: text(200),
  /** Merged with the stored values, field by field; null removes a value. */
  custom_values: z.record(z.uuid(), CustomValue.nullable()).optional(),
}

/** The whole list of owners, in their order; without a primary the first becomes primary. */
const Owners = z
  .array(
    ProductOwner.extend({
      is_primary: z.boolean().default(false),
      share_bps: ProductOwner.shape.share_bps.default(null),
    }),
  )
  .max(20)
  .refine(
    (owners) => new Set(owners.map(({ owner_id }) => owner_id)).size === owners.length,
    'An owner is named twice.',
  )
  .refine((owners) => owners.filter(({ is_primary }) => is_primary).length <= 1, 'Only one owner can be primary.')
  .refine(
    (owners) => owners.reduce((sum, { share_bps }) => sum + (share_bps ?? 0), 0) <= 10_000,
    "The owners' shares add up to more than 100%.",
  )

/** The fields that a bulk edit may set; one image or title for many products would be a mistake. */
const { title: _title, image_url: _imageUrl, ...inBulk } = editable
export const editableInBulk = inBulk

export const CreateProduct = z.strictObject({ asin: Asin, ...editable, owners: Owners.optional() })
export type CreateProduct = z.infer<typeof CreateProduct>

export const UpdateProduct = z
  .strictObject({
    ...editable,
    owners: Owners.optional(),
    is_archived: z.boolean().optional(),
    /** Null lets the rule of `videoTitle` write the title again. */
    video_title: z.string().trim().min(1).max(VIDEO_TITLE_MAX_LENGTH).nullable().optional(),
  })
  .refine((changes) => Object.keys(changes).length > 0, 'Say at least one field to change.')
export type UpdateProduct = z.infer<typeof UpdateProduct>

/** Marketplace of the lookup; Keepa does not cover all of Amazon's. */
export const KeepaLookupQuery = z.strictObject({
  asin: Asin,
  marketplace: MarketplaceCode.refine(
    (code) => marketplace(code).keepa_domain_id !== null,
    'Keepa does not cover this marketplace.',
  ).default('US'),
})
export type KeepaLookupQuery = z.infer<typeof KeepaLookupQuery>

/** Keepa's current answer about an ASIN. */
export const KeepaLookup = z.object({
  asin: z.string(),
  marketplace: MarketplaceCode,
  title: z.string().nullable(),
  image_url: Link.nullable(),
  brand: z.string().nullable(),
  category: z.string().nullable(),
})
export type KeepaLookup = z.infer<typeof KeepaLookup>

export const ProductFilters = ListQuery.extend({
  /** Over ASIN, title, brand and notes. */
  search: optionalText(200),
  /** JSON of a `ProductFilter`. Archived products are left out unless the filter names `is_archived`. */
  filter: FilterText.optional(),
  sort: ProductSort.default(DEFAULT_SORT),
})
export type ProductFilters = z.infer<typeof ProductFilters>

export const StatusSummaryQuery = ProductFilters.pick({ search: true, filter: true })
export type StatusSummaryQuery = z.infer<typeof StatusSummaryQuery>

/** The head of a column of the board. */
export const StatusSummary = z.object({
  /** Null for products without a status. */
  status_id: z.uuid().nullable(),
  product_count: z.number().int(),
  /** Cost times quantity of the products with a cost, by currency, the largest first. */
  costs: z.array(z.object({ currency: CurrencyCode, cents: z.number().int() })),
})
export type StatusSummary = z.infer<typeof StatusSummary>
