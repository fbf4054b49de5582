import { z } from 'zod'
import { ListQuery, optionalText } from '../http/list.ts'
import { Cents, CurrencyCode } from '../money.ts'
import { Day, Instant, TimeZone } from '../time.ts'
import { SkipReason } from './reasons.ts'
import { ruleWith, STRATEGY_LIMITS } from './strategies.ts'

export const EbaySettings = z.object({
  /** Pause all price drops: nothing is sent while it is on. */
  reductions_paused: z.boolean(),
  paused_at: Instant.nullable(),
  /** Nothing is cut before it; null when there is no vacation. */
  vacation_until: Instant.nullable(),
  time_zone: z.string(),
  /** SKUs in one call of the inventory interface: eBay's own pages contradict each other on 1 or 25. */
  skus_per_call: z.number().int(),
  /** Lower prices also while a sale runs on eBay. The new price ends the sale. */
  lower_during_sales: z.boolean(),
  /** A relisted item gets floor, strategy, switch and cost of the ended listing with its SKU automatically. */
  carries_over_relisted: z.boolean(),
  /** What eBay keeps of a sale, basis points, and besides per sale; for proposed floors. */
  fee_bp: z.number().int(),
  fixed_fee_cents: z.number().int(),
  margin_bp: z.number().int(),
  updated_at: Instant,
})
export type EbaySettings = z.infer<typeof EbaySettings>

/** The longest vacation. */
export const VACATION_MAX_DAYS = 366

const VacationEnd = Instant.refine(
  (instant) => Date.parse(instant) <= Date.now() + VACATION_MAX_DAYS * 86_400_000,
  'A vacation ends within a year. Pause all price drops for longer.',
)

export const UpdateEbaySettings = z
  .strictObject({
    reductions_paused: z.boolean(),
    vacation_until: VacationEnd.nullable(),
    time_zone: TimeZone,
    skus_per_call: z.number().int().min(1).max(25),
    lower_during_sales: z.boolean(),
    carries_over_relisted: z.boolean(),
    fee_bp: z.number().int().min(0).max(5000),
    fixed_fee_cents: z.number().int().min(0).max(100_00),
    margin_bp: z.number().int().min(0).max(5000),
  })
  .partial()
export type UpdateEbaySettings = z.infer<typeof UpdateEbaySettings>

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

/** Who or what wanted it: a strategy, a person, an undo, or somebody on eBay. */
export const PriceChangeKind = z.enum(['scheduled', 'manual', 'undo', 'ebay'])
export type PriceChangeKind = z.infer<typeof PriceChangeKind>

/** One row of the price history: what was meant, what was sent, what eBay showed. */
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
  day: Day,
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
  /** What the confirmed price drops took off, by currency. */
  taken_off: z.array(z.object({ currency: CurrencyCode, cents: z.number().int() })),
  started_at: Instant,
  finished_at: Instant.nullable(),
})
export type PriceRun = z.infer<typeof PriceRun>

/** Which listings a run looks at: these, those of a strategy, or all. */
export const PreviewPrices = z.strictObject({
  listing_ids: z.array(z.uuid()).min(1).max(5000).optional(),
  strategy_id: z.uuid().optional(),
})
export type PreviewPrices = z.infer<typeof PreviewPrices>

export const ReducePrices = PreviewPrices.extend({
  /** True answers what a run would do now, without a call and without a write. */
  dry_run: z.boolean().default(true),
})
export type ReducePrices = z.infer<typeof ReducePrices>

const Named = { listing_id: z.uuid(), ebay_item_id: z.string(), title: z.string() }

/**
 * `changes` and `skipped` hold at most 200 each, `counts` all of them. A real run answers its id; what it does is in the
 * price history as it happens.
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
