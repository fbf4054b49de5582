import { z } from 'zod'
import { ListQuery, optionalText, rowsOf, unreadable } from '../http/list.ts'
import { Cents, CurrencyCode } from '../money.ts'
import { PriceChange } from '../prices/schema.ts'
import { Day, Instant } from '../time.ts'
import { ListingFormat, ListingStatus, ManagementKind } from './listing-kinds.ts'

/** eBay owns the first part, the person the second, the engine the third. */
export const Listing = z.object({
  id: z.uuid(),
  ebay_item_id: z.string(),
  sku: z.string().nullable(),
  offer_id: z.string().nullable(),
  management_kind: ManagementKind,
  title: z.string(),
  price_cents: Cents,
  currency: CurrencyCode,
  /** Null: eBay has not said. */
  quantity_available: z.number().int().nullable(),
  quantity_sold: z.number().int(),
  status: ListingStatus,
  picture_url: z.string().nullable(),
  listing_url: z.string().nullable(),
  listing_format: ListingFormat,
  has_variations: z.boolean(),
  watch_count: z.number().int().nullable(),
  /** When it began on eBay: age counts from here. */
  started_at: Instant.nullable(),
  first_price_cents: Cents,
  last_seen_at: Instant,
  status_changed_at: Instant,

  floor_cents: Cents.nullable(),
  strategy_id: z.uuid().nullable(),
  reductions_enabled: z.boolean(),
  reductions_enabled_at: Instant.nullable(),
  cost_cents: Cents.nullable(),
  is_hidden: z.boolean(),
  product_id: z.uuid().nullable(),
  /** A person chose the product (or none); otherwise it was found by its ASIN in the SKU. */
  is_product_chosen: z.boolean(),

  last_cut_at: Instant.nullable(),
  due_at: Instant.nullable(),
  cut_count: z.number().int(),
  open_change_id: z.uuid().nullable(),
  parked_code: z.string().nullable(),
  parked_reason: z.string().nullable(),
  parked_at: Instant.nullable(),
  /** eBay does not take price changes until then, with its code and words. Price drops resume automatically. */
  held_until: Instant.nullable(),
  held_code: z.string().nullable(),
  held_reason: z.string().nullable(),
  /** A sale on eBay: buyers pay `sale_price_cents` until then. `price_cents` stays the regular price. */
  sale_price_cents: Cents.nullable(),
  sale_ends_at: Instant.nullable(),
  /** The ended listing with the same SKU whose settings can be carried over. */
  relisted_from: z.uuid().nullable(),
  updated_at: Instant,
})
export type Listing = z.infer<typeof Listing>

/** One change of price as the sparkline draws it; the last is the price now. */
export const PricePoint = z.object({ at: Instant, price_cents: Cents })
export type PricePoint = z.infer<typeof PricePoint>

/** A listing in the list: with its product and the prices of the last 90 days, the oldest first. */
export const ListedListing = Listing.extend({
  product: z.object({ id: z.uuid(), asin: z.string(), title: z.string().nullable() }).nullable(),
  prices: z.array(PricePoint),
})
export type ListedListing = z.infer<typeof ListedListing>

export const LISTING_SORTS = [
  'started_at',
  'title',
  'price_cents',
  'floor_cents',
  'quantity_available',
  'quantity_sold',
  'watch_count',
  'due_at',
  'last_cut_at',
  'updated_at',
] as const

const LISTING_SORT = new RegExp(`^-?(?:${LISTING_SORTS.join('|')})$`)

export const ListingFilters = ListQuery.extend({
  q: optionalText(200),
  /** `all` shows ended ones too; without it everything that has not ended. */
  status: z.enum([...ListingStatus.options, 'all']).optional(),
  /** A strategy's id, or `none`. */
  strategy_id: z.union([z.uuid(), z.literal('none')]).optional(),
  reductions_enabled: z.stringbool().optional(),
  has_floor: z.stringbool().optional(),
  is_parked: z.stringbool().optional(),
  /** Relisted on eBay, with the settings of the ended listing not yet carried over or declined. */
  is_relisted: z.stringbool().optional(),
  is_hidden: z.stringbool().default(false),
  at_floor: z.stringbool().optional(),
  product_id: z.uuid().optional(),
  /** A column, `-` before it for the largest first. Empty values come last. */
  sort: z.string().regex(LISTING_SORT, "You can't sort by this field.").default('-started_at'),
})
export type ListingFilters = z.infer<typeof ListingFilters>

/** How many listings stand where; what the page's tabs and head show. */
export const ListingCounts = z.object({
  active: z.number().int(),
  sold_out: z.number().int(),
  inactive: z.number().int(),
  ended: z.number().int(),
  reductions_enabled: z.number().int(),
  without_floor: z.number().int(),
  at_floor: z.number().int(),
  parked: z.number().int(),
  /** Relisted on eBay; a person may carry over the settings of the ended listing. */
  relisted: z.number().int(),
  /** Since when cuts are due and no run has ended well: nobody runs. Null when all is well, or paused on purpose. */
  overdue_since: Instant.nullable(),
})
export type ListingCounts = z.infer<typeof ListingCounts>

/**
 * A floor as a rule: `share` of the price now (basis points), or what covers the listing's cost, eBay's fees and the margin
 * of the settings. `only_without` leaves floors that are set alone.
 */
export const FloorRule = z.discriminatedUnion('rule', [
  z.strictObject({
    rule: z.literal('share'),
    share_bp: z.number().int().min(100).max(10_000),
    only_without: z.boolean().default(true),
  }),
  z.strictObject({ rule: z.literal('cost'), only_without: z.boolean().default(true) }),
])
export type FloorRule = z.infer<typeof FloorRule>

export const UpdateListing = z
  .strictObject({
    floor_cents: Cents.min(1).nullable(),
    strategy_id: z.uuid().nullable(),
    reductions_enabled: z.boolean(),
    cost_cents: Cents.nullable(),
    is_hidden: z.boolean(),
    product_id: z.uuid().nullable(),
    /** False puts a parked listing back to work; nothing else is taken. */
    is_parked: z.literal(false),
  })
  .partial()
export type UpdateListing = z.infer<typeof UpdateListing>

/** The same for many at once; a floor may come as a rule. At most 5,000 ids, all of the caller's workspace. */
export const BulkUpdateListings = z.strictObject({
  ids: z.array(z.uuid()).min(1).max(5000),
  patch: UpdateListing.omit({ product_id: true }).extend({ floor: FloorRule.optional() }),
})
export type BulkUpdateListings = z.infer<typeof BulkUpdateListings>

/** An answer for relisted items: carry over floor, strategy, switch and cost of the ended listings, or not. */
export const CarryOverListings = z.strictObject({
  ids: z.array(z.uuid()).min(1).max(5000),
  is_wanted: z.boolean(),
})
export type CarryOverListings = z.infer<typeof CarryOverListings>

export const EbaySync = z.object({
  id: z.uuid(),
  state: z.enum(['running', 'finished', 'failed']),
  phase: z.enum(['listings', 'offers', 'missing', 'done']),
  page: z.number().int(),
  pages: z.number().int().nullable(),
  entries: z.number().int().nullable(),
  seen: z.number().int(),
  added: z.number().int(),
  changed: z.number().int(),
  ended: z.number().int(),
  /** Rows eBay sent that could not be taken over, at most 200, each with why. */
  error_rows: z.array(z.object({ ebay_item_id: z.string(), title: z.string().nullable(), message: z.string() })),
  /** Everything on sale was seen, provably. Only then does a listing end. */
  is_complete: z.boolean().nullable(),
  error_code: z.string().nullable(),
  error_message: z.string().nullable(),
  started_at: Instant,
  finished_at: Instant.nullable(),
})
export type EbaySync = z.infer<typeof EbaySync>

/** Everything known of a listing's price: days as recorded, changes of the price history, sales as noticed; the oldest first. */
export const ListingHistory = z.object({
  days: rowsOf(
    z.object({
      day: Day,
      price_cents: Cents,
      quantity_available: z.number().int().nullable(),
      quantity_sold: z.number().int(),
      watch_count: z.number().int().nullable(),
      status: ListingStatus,
    }),
  ),
  changes: rowsOf(PriceChange),
  sales: rowsOf(z.object({ quantity: z.number().int(), price_cents: Cents, currency: CurrencyCode, sold_at: Instant })),
  unreadable,
})
export type ListingHistory = z.infer<typeof ListingHistory>
