import { z } from 'zod'
import { ListQuery, optionalText } from '../http/list.ts'
import { Cents, CurrencyCode } from '../money.ts'
import { SkipReason } from '../prices/reasons.ts'
import { ruleWith, STRATEGY_LIMITS } from '../prices/strategies.ts'
import { isTimeZone } from '../prices/zone.ts'
import { Instant } from '../time.ts'
import { ListingFormat, ListingStatus, ManagementKind } from './listing-kinds.ts'

/** `reconnect`: eBay took the grant back or it ran out. `error`: eBay refuses for a reason that is not the person's to mend. */
export const EbayState = z.enum(['not_configured', 'not_connected', 'connected', 'reconnect', 'error'])
export type EbayState = z.infer<typeof EbayState>

/** The workspace's eBay account. Whatever opens it (tokens) never leaves the server. */
export const EbayStatus = z.object({
  state: EbayState,
  ebay_username: z.string().nullable(),
  environment: z.enum(['production', 'sandbox']).nullable(),
  /** eBay's own word for what is wrong, for support. */
  error_code: z.string().nullable(),
  connected_at: Instant.nullable(),
  last_success_at: Instant.nullable(),
  /** When eBay wants a new sign-in whatever happens (18 months after the last). */
  expires_at: Instant.nullable(),
})
export type EbayStatus = z.infer<typeof EbayStatus>

export const EbaySettings = z.object({
  /** Global Pause: nothing is sent while it is on. */
  reductions_paused: z.boolean(),
  paused_at: Instant.nullable(),
  /** Nothing is cut before it; null when there is no vacation. */
  vacation_until: Instant.nullable(),
  time_zone: z.string(),
  /** SKUs in one call of the inventory interface: eBay's own pages contradict each other on 1 or 25. */
  skus_per_call: z.number().int(),
  /** What eBay keeps of a sale, basis points, and besides per sale; for proposed floors. */
  fee_bp: z.number().int(),
  fixed_fee_cents: z.number().int(),
  margin_bp: z.number().int(),
  updated_at: Instant,
})
export type EbaySettings = z.infer<typeof EbaySettings>

export const UpdateEbaySettings = z
  .strictObject({
    reductions_paused: z.boolean(),
    vacation_until: Instant.nullable(),
    time_zone: z.string().max(64).refine(isTimeZone, 'That is no time zone, such as America/Chicago.'),
    skus_per_call: z.number().int().min(1).max(25),
    fee_bp: z.number().int().min(0).max(5000),
    fixed_fee_cents: z.number().int().min(0).max(100_00),
    margin_bp: z.number().int().min(0).max(5000),
  })
  .partial()
export type UpdateEbaySettings = z.infer<typeof UpdateEbaySettings>

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
  /** When it began at eBay: age counts from here. */
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
  is_hidden: z.stringbool().default(false),
  at_floor: z.stringbool().optional(),
  product_id: z.uuid().optional(),
  /** A column, `-` before it for the largest first. Empty values come last. */
  sort: z.string().regex(LISTING_SORT, 'There is no such order.').default('-started_at'),
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

export const Strategy = ruleWith({
  id: z.uuid(),
  name: z.string().max(STRATEGY_LIMITS.name_length),
  is_active: z.boolean(),
  is_live: z.boolean(),
  live_since: Instant.nullable(),
  created_at: Instant,
  updated_at: Instant,
  /** Listings that use it. */
  listing_count: z.number().int(),
  /** When the first of them that can be cut is due; null while nothing is. */
  next_due_at: Instant.nullable().default(null),
})
export type Strategy = z.infer<typeof Strategy>

/** How a change of price stands. */
export const PriceChangeState = z.enum(['planned', 'sending', 'sent', 'confirmed', 'rejected', 'unknown', 'cancelled'])
export type PriceChangeState = z.infer<typeof PriceChangeState>

/** Who or what wanted it: a strategy, a person, an undo, or somebody at eBay. */
export const PriceChangeKind = z.enum(['scheduled', 'manual', 'undo', 'ebay'])
export type PriceChangeKind = z.infer<typeof PriceChangeKind>

/** One row of the ledger: what was meant, what was sent, what eBay showed. */
export const PriceChange = z.object({
  id: z.uuid(),
  listing_id: z.uuid().nullable(),
  run_id: z.uuid().nullable(),
  ebay_item_id: z.string(),
  sku: z.string().nullable(),
  title: z.string(),
  picture_url: z.string().nullable().default(null),
  kind: PriceChangeKind,
  slot_at: Instant.nullable(),
  strategy_id: z.uuid().nullable(),
  strategy_name: z.string().nullable(),
  /** What the price was computed from; empty for changes nobody computed. */
  inputs: z.record(z.string(), z.unknown()),
  floor_cents: Cents.nullable(),
  old_price_cents: Cents,
  new_price_cents: Cents,
  currency: CurrencyCode,
  state: PriceChangeState,
  reason_code: z.string().nullable(),
  reason: z.string().nullable(),
  actor_id: z.uuid().nullable(),
  actor_name: z.string().nullable(),
  undo_of: z.uuid().nullable(),
  /** A confirmed change that was undone since. */
  is_undone: z.boolean(),
  planned_at: Instant,
  sent_at: Instant.nullable(),
  confirmed_at: Instant.nullable(),
  seen_price_cents: Cents.nullable(),
})
export type PriceChange = z.infer<typeof PriceChange>

const priceChangeFilters = {
  id: z.uuid().optional(),
  q: optionalText(200),
  state: z.union([PriceChangeState, z.literal('open')]).optional(),
  kind: PriceChangeKind.optional(),
  listing_id: z.uuid().optional(),
  run_id: z.uuid().optional(),
  strategy_id: z.uuid().optional(),
  planned_from: Instant.optional(),
  planned_until: Instant.optional(),
}
export const PriceChangeFilters = ListQuery.extend(priceChangeFilters)
export type PriceChangeFilters = z.infer<typeof PriceChangeFilters>
export const PriceChangeExport = z.strictObject(priceChangeFilters)
export type PriceChangeExport = z.infer<typeof PriceChangeExport>

/** What the confirmed changes of one day and currency did, by the person's time zone. */
export const PriceChangeDay = z.object({
  day: z.iso.date(),
  currency: CurrencyCode,
  cuts: z.number().int(),
  taken_off_cents: z.number().int(),
  /** By raised prices: undone cuts and prices typed by hand. */
  put_back_cents: z.number().int(),
})
export type PriceChangeDay = z.infer<typeof PriceChangeDay>

/** A run with what became of its changes: `due` = the sum of `counts` and `skipped`. */
export const PriceRun = z.object({
  id: z.uuid(),
  started_by: z.enum(['schedule', 'person', 'undo']),
  requested_by_name: z.string().nullable(),
  /** The newest run that took this one back. */
  undone_by: z.uuid().nullable().default(null),
  state: z.enum(['running', 'finished', 'stopped']),
  stop_code: z.string().nullable(),
  stop_reason: z.string().nullable(),
  /** Listings whose time had come. */
  due: z.number().int(),
  counts: z.partialRecord(PriceChangeState, z.number().int()),
  /** How many were skipped, by reason (`SkipReason` or `changed_meanwhile`). */
  skipped: z.record(z.string(), z.number().int()),
  /** What the confirmed cuts took off, by currency. */
  taken_off: z.array(z.object({ currency: CurrencyCode, cents: z.number().int() })),
  started_at: Instant,
  finished_at: Instant.nullable(),
})
export type PriceRun = z.infer<typeof PriceRun>

export const ReducePrices = z.strictObject({
  /** True answers what a run would do now, without a call and without a write. */
  dry_run: z.boolean().default(true),
  listing_ids: z.array(z.uuid()).min(1).max(5000).optional(),
  strategy_id: z.uuid().optional(),
})
export type ReducePrices = z.infer<typeof ReducePrices>

const Named = { listing_id: z.uuid(), ebay_item_id: z.string(), title: z.string() }

/**
 * `changes` and `skipped` hold at most 200 each, `counts` all of them. A real run answers its id; what it does is in the
 * ledger as it happens.
 */
export const ReducedPrices = z.object({
  run_id: z.uuid().nullable(),
  counts: z.object({ looked_at: z.number().int(), changes: z.number().int(), skipped: z.number().int() }),
  skipped_by_reason: z.partialRecord(SkipReason, z.number().int()),
  changes: z.array(
    z.object({
      ...Named,
      strategy_id: z.uuid(),
      strategy_name: z.string(),
      slot_at: Instant,
      old_price_cents: Cents,
      new_price_cents: Cents,
      floor_cents: Cents,
      currency: CurrencyCode,
    }),
  ),
  skipped: z.array(z.object({ ...Named, reason: SkipReason, due_at: Instant.optional(), until: Instant.optional() })),
})
export type ReducedPrices = z.infer<typeof ReducedPrices>

/** What a strategy would do: one that is saved, or one that is being written (`rule` wins). */
export const PreviewStrategy = z.strictObject({
  strategy_id: z.uuid().optional(),
  rule: ruleWith({}).optional(),
  /** Without it: the listings that use the strategy; with neither strategy nor ids: everything active with a floor. */
  listing_ids: z.array(z.uuid()).min(1).max(5000).optional(),
})
export type PreviewStrategy = z.infer<typeof PreviewStrategy>

/** Per listing the next three cuts and the floor, as the runs would make them were the strategy live and switched on now. */
export const StrategyPreview = z.object({
  counts: z.object({
    listings: z.number().int(),
    will_be_cut: z.number().int(),
    never: z.number().int(),
  }),
  never_by_reason: z.partialRecord(SkipReason, z.number().int()),
  /** What the first cut of the listings that use the strategy and are switched on would do, if it went live now. */
  first_round: z.object({
    listings: z.number().int(),
    first_cut_at: Instant.nullable(),
    taken_off: z.array(z.object({ currency: CurrencyCode, cents: z.number().int() })),
  }),
  /** At most 200, the soonest cut first. */
  items: z.array(
    z.object({
      ...Named,
      currency: CurrencyCode,
      price_cents: Cents,
      floor_cents: Cents.nullable(),
      next_cuts: z.array(z.object({ at: Instant, price_cents: Cents, is_floor: z.boolean() })),
      floor_at: Instant.nullable(),
      days_to_floor: z.number().int().nullable(),
      reason: SkipReason.nullable(),
    }),
  ),
})
export type StrategyPreview = z.infer<typeof StrategyPreview>

/** Everything known of a listing's price: days as recorded, changes of the ledger, sales as noticed; the oldest first. */
export const ListingHistory = z.object({
  days: z.array(
    z.object({
      day: z.iso.date(),
      price_cents: Cents,
      quantity_available: z.number().int().nullable(),
      quantity_sold: z.number().int(),
      watch_count: z.number().int().nullable(),
      status: ListingStatus,
    }),
  ),
  changes: z.array(PriceChange),
  sales: z.array(
    z.object({ quantity: z.number().int(), price_cents: Cents, currency: CurrencyCode, sold_at: Instant }),
  ),
})
export type ListingHistory = z.infer<typeof ListingHistory>
