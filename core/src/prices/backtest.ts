import { z } from 'zod'
import { Cents, CurrencyCode } from '../money.ts'
import { Day } from '../time.ts'
import { ruleWith } from './strategies.ts'

/** Which strategy to replay: one that is saved, or one that is being written (`rule` wins). */
export const BacktestStrategy = z
  .strictObject({
    strategy_id: z.uuid().optional(),
    rule: ruleWith({}).optional(),
    /** How far back, in days up to today. */
    days: z.number().int().min(7).max(365).default(90),
    /** Without it: the listings that use the strategy; when none does, every listing with a floor. */
    listing_ids: z.array(z.uuid()).min(1).max(2000).optional(),
  })
  .refine(({ strategy_id, rule }) => strategy_id !== undefined || rule !== undefined, {
    path: ['strategy_id'],
    message: 'Say which strategy to replay.',
  })
export type BacktestStrategy = z.infer<typeof BacktestStrategy>

/** The mean, and what eight of ten draws keep to. */
const Estimate = z.object({ low: z.number(), mean: z.number(), high: z.number() })

/** Null wherever it stands: too few sales to say. */
const ExpectedSales = z.object({ sold: Estimate, money_cents: Estimate, days_to_sell: Estimate.nullable() }).nullable()

const PriceStep = z.object({ day: Day, price_cents: Cents })

/** One listing: what was recorded, and what the strategy would have made of it. */
export const ListingBacktest = z.object({
  listing_id: z.uuid(),
  ebay_item_id: z.string(),
  title: z.string(),
  currency: CurrencyCode,
  floor_cents: Cents.nullable(),
  real: z.object({
    sold: z.number().int(),
    money_cents: z.number().int(),
    days_to_sell: z.number().nullable(),
    reached_floor: z.boolean(),
    prices: z.array(PriceStep),
    sales: z.array(z.object({ day: Day, quantity: z.number().int(), price_cents: Cents })),
  }),
  replayed: z.object({
    prices: z.array(PriceStep),
    cut_count: z.number().int(),
    reached_floor_on: Day.nullable(),
    expected: ExpectedSales,
  }),
})
export type ListingBacktest = z.infer<typeof ListingBacktest>

/**
 * What would have happened beside what did: see time-machine.ts for what it can and cannot know. The same history gives
 * the same answer. Floors are those of today.
 */
export const Backtest = z.object({
  /** Both included. */
  from: Day,
  until: Day,
  counts: z.object({
    /** Listings that were asked for. */
    listings: z.number().int(),
    /** Of them replayed: at most 2,000(random sample) where there are more. */
    replayed: z.number().int(),
    without_history: z.number().int(),
  }),
  /** One for each currency, by its code; of everything replayed. */
  totals: z.array(
    z.object({
      currency: CurrencyCode,
      listing_count: z.number().int(),
      real: z.object({
        sold: z.number().int(),
        money_cents: z.number().int(),
        days_to_sell: z.number().nullable(),
        floors_reached: z.number().int(),
      }),
      replayed: z.object({
        floors_reached: z.number().int(),
        cut_count: z.number().int(),
        expected: ExpectedSales,
      }),
    }),
  ),
  /** What the sale rates rest on: every sale the workspace recorded in that time. */
  basis: z.object({
    sales_seen: z.number().int(),
    sales_needed: z.number().int(),
    days_seen: z.number().int(),
    has_enough_sales: z.boolean(),
  }),
  /** At most 100, those with the most cuts first. */
  listings: z.array(ListingBacktest),
  /** Listings with fewer than two recorded days, at most 100. */
  without_history: z.array(z.object({ listing_id: z.uuid(), ebay_item_id: z.string(), title: z.string() })),
})
export type Backtest = z.infer<typeof Backtest>
