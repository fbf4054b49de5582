import { z } from 'zod'
import { Asin } from '../asin.ts'
import { ListQuery, optionalText } from '../http/list.ts'
import { MarketplaceCode, marketplace } from '../marketplaces.ts'
import { Cents, CurrencyCode } from '../money.ts'
import { Day, Instant } from '../time.ts'

export const Decision = z.enum(['sell', 'keep'])
export type Decision = z.infer<typeof Decision>

/** What a status does by itself. Users rename statuses, so automation hangs on the key and never on the name. */
export const StatusAutomation = z.enum([
  'shipment_in_transit',
  'shipment_delivered',
  'video_made',
  'catalog_imported',
  'listed',
  'sold',
])
export type StatusAutomation = z.infer<typeof StatusAutomation>

/** How the lookup of a product's empty fields goes: asked for, over, unknown to the provider, or given up. */
export const FillInState = z.enum(['waiting', 'done', 'not_found', 'failed'])
export type FillInState = z.infer<typeof FillInState>

const Color = z.string().regex(/^#[0-9A-F]{6}$/i)

export const CrmStatus = z.object({
  id: z.uuid(),
  name: z.string(),
  color: Color,
  position: z.number().int(),
  is_hidden: z.boolean(),
  automation: StatusAutomation.nullable(),
  updated_at: Instant,
})
export type CrmStatus = z.infer<typeof CrmStatus>

/** The longest video title Amazon's upload page takes (third-party note, last seen working April 2026). */
export const VIDEO_TITLE_MAX_LENGTH = 60

/** A product somebody buys or is sent, from the first idea to the sale. */
export const SourcedProduct = z.object({
  id: z.uuid(),
  asin: z.string(),
  title: z.string().nullable(),
  image_url: z.url().nullable(),
  brand: z.string().nullable(),
  category: z.string().nullable(),
  video_title: z.string(),
  /** True once a person typed the video title; it is then never recomputed. */
  is_video_title_typed: z.boolean(),
  status_id: z.uuid().nullable(),
  decision: Decision.nullable(),
  requirements: z.string().nullable(),
  important_date: Day.nullable(),
  important_date_comment: z.string().nullable(),
  cost_cents: Cents.nullable(),
  fees_cents: Cents.nullable(),
  currency: CurrencyCode,
  quantity: z.number().int(),
  purchase_date: Day.nullable(),
  notes: z.string().nullable(),
  source: z.string().nullable(),
  /** Null when nothing was looked up: title and picture were there, or no provider is configured. */
  fill_in_state: FillInState.nullable(),
  /** Why it failed: an outcome of the provider (`reconnect`, `rejected`, `try_later`, `gone`) or of the queue. */
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

/** What a person may write on a product. An empty text means "nothing", stored as null. */
const editable = {
  title: text(500),
  // Not z.httpUrl: that refuses 127.0.0.1, where the emulated catalogue serves its pictures.
  image_url: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .nullable()
    .optional(),
  brand: text(200),
  category: text(200),
  status_id: z.uuid().nullable().optional(),
  decision: Decision.nullable().optional(),
  requirements: text(4000),
  important_date: Day.nullable().optional(),
  important_date_comment: text(500),
  cost_cents: Cents.nullable().optional(),
  fees_cents: Cents.nullable().optional(),
  currency: CurrencyCode.optional(),
  quantity: z.number().int().min(0).max(1_000_000).optional(),
  purchase_date: Day.nullable().optional(),
  notes: text(10_000),
  source: text(200),
}

export const CreateProduct = z.strictObject({ asin: Asin, ...editable })
export type CreateProduct = z.infer<typeof CreateProduct>

export const UpdateProduct = z
  .strictObject({
    ...editable,
    /** Null gives the title back to the rule of `videoTitle`. */
    video_title: z.string().trim().min(1).max(VIDEO_TITLE_MAX_LENGTH).nullable().optional(),
  })
  .refine((changes) => Object.keys(changes).length > 0, 'Say at least one field to change.')
export type UpdateProduct = z.infer<typeof UpdateProduct>

/** Country the lookup asks in; Keepa does not cover all of Amazon's. */
export const KeepaLookupQuery = z.strictObject({
  asin: Asin,
  marketplace: MarketplaceCode.refine(
    (code) => marketplace(code).keepa_domain_id !== null,
    'Keepa does not cover this country.',
  ).default('US'),
})
export type KeepaLookupQuery = z.infer<typeof KeepaLookupQuery>

/** What Keepa says about an ASIN right now. */
export const KeepaLookup = z.object({
  asin: z.string(),
  marketplace: MarketplaceCode,
  title: z.string().nullable(),
  image_url: z.url().nullable(),
  brand: z.string().nullable(),
  category: z.string().nullable(),
})
export type KeepaLookup = z.infer<typeof KeepaLookup>

export const ProductFilters = ListQuery.extend({
  /** Over ASIN, title, brand and notes. */
  search: optionalText(200),
  status_id: z.uuid().optional(),
  has_video: z.stringbool().optional(),
})
export type ProductFilters = z.infer<typeof ProductFilters>
export type ProductFiltersInput = z.input<typeof ProductFilters>
