import type { Backtest } from '#core/prices/backtest.ts'
import type { EbaySettings, PriceChange, PriceRun, Strategy, StrategyPreview } from '#core/prices/schema.ts'
import { StrategyRule } from '#core/prices/strategies.ts'

const AT = '2026-11-20T09:30:00+00:00'

/** 5% every 7 days, a preview without listings. */
export const sampleStrategy = (
  change: Partial<Omit<Strategy, 'kind' | 'steps' | 'percentage_bp' | 'amount_cents'>> = {},
): Strategy =>
  Object.assign(StrategyRule.parse({ kind: 'percentage', percentage_bp: 500, interval_days: 7 }), {
    id: crypto.randomUUID(),
    name: 'Steady',
    is_active: true,
    is_live: false,
    live_since: null,
    created_at: AT,
    updated_at: AT,
    listing_count: 0,
    next_due_at: null,
    ...change,
  })

export const sampleEbaySettings = (change: Partial<EbaySettings> = {}): EbaySettings => ({
  reductions_paused: false,
  paused_at: null,
  vacation_until: null,
  time_zone: 'Europe/Berlin',
  skus_per_call: 1,
  lower_during_sales: false,
  carries_over_relisted: false,
  fee_bp: 1325,
  fixed_fee_cents: 40,
  margin_bp: 1000,
  updated_at: AT,
  ...change,
})

/** Two listings use the strategy: one is lowered, one has nothing in stock. */
export const samplePreview = (change: Partial<StrategyPreview> = {}): StrategyPreview => ({
  counts: { listings: 2, will_be_cut: 1, never: 1 },
  never_by_reason: { no_quantity: 1 },
  first_round: {
    listings: 1,
    first_cut_at: '2026-11-29T12:00:00+00:00',
    taken_off: [{ currency: 'USD', cents: 2_25 }],
  },
  items: [
    {
      listing_id: crypto.randomUUID(),
      ebay_item_id: '110000000001',
      title: 'Desk lamp',
      currency: 'USD',
      price_cents: 45_00,
      floor_cents: 27_00,
      next_cuts: [
        { at: '2026-11-29T12:00:00+00:00', price_cents: 42_75, is_floor: false },
        { at: '2026-12-06T12:00:00+00:00', price_cents: 40_61, is_floor: false },
        { at: '2026-12-13T12:00:00+00:00', price_cents: 38_58, is_floor: false },
      ],
      floor_at: '2027-01-24T12:00:00+00:00',
      days_to_floor: 65,
      reason: null,
    },
  ],
  ...change,
})

/** A confirmed price drop of a desk lamp, 5% of $45.00. */
export const samplePriceChange = (change: Partial<PriceChange> = {}): PriceChange => ({
  id: crypto.randomUUID(),
  listing_id: crypto.randomUUID(),
  run_id: crypto.randomUUID(),
  ebay_item_id: '110000000001',
  sku: 'LAMP-1',
  title: 'Desk lamp',
  picture_url: null,
  kind: 'scheduled',
  slot_at: AT,
  strategy_id: crypto.randomUUID(),
  strategy_name: 'Steady',
  inputs: {
    size: { kind: 'percentage', percentage_bp: 500 },
    step_after_days: null,
    interval_days: 7,
    max_cut_cents: 200,
    price_ending: null,
    is_capped: true,
    has_ending: false,
    is_floor: false,
  },
  floor_cents: 27_00,
  old_price_cents: 45_00,
  new_price_cents: 43_00,
  currency: 'USD',
  state: 'confirmed',
  reason_code: null,
  reason: null,
  actor_id: null,
  actor_name: null,
  undo_of: null,
  is_undone: false,
  planned_at: '2026-11-20T13:00:00+00:00',
  sent_at: '2026-11-20T13:00:05+00:00',
  confirmed_at: '2026-11-20T13:02:00+00:00',
  seen_price_cents: 43_00,
  ...change,
})

/** A scheduled run that lowered 12 listings and skipped 3. */
export const samplePriceRun = (change: Partial<PriceRun> = {}): PriceRun => ({
  id: crypto.randomUUID(),
  started_by: 'schedule',
  requested_by_name: null,
  undone_by: null,
  state: 'finished',
  stop_code: null,
  stop_reason: null,
  due: 15,
  counts: { confirmed: 12 },
  skipped: { at_floor: 2, changed_meanwhile: 1 },
  taken_off: [{ currency: 'USD', cents: 31_40 }],
  started_at: AT,
  finished_at: AT,
  ...change,
})

/** One listing, lowered twice in the replay, and too few sales for an estimate. */
export const sampleBacktest = (change: Partial<Backtest> = {}): Backtest => ({
  from: '2026-08-22',
  until: '2026-11-20',
  counts: { listings: 2, replayed: 1, without_history: 1 },
  totals: [
    {
      currency: 'USD',
      listing_count: 1,
      real: { sold: 1, money_cents: 45_00, days_to_sell: 40, floors_reached: 0 },
      replayed: { floors_reached: 0, cut_count: 2, expected: null },
    },
  ],
  basis: { sales_seen: 12, sales_needed: 20, days_seen: 400, has_enough_sales: false },
  listings: [
    {
      listing_id: crypto.randomUUID(),
      ebay_item_id: '110000000001',
      title: 'Desk lamp',
      currency: 'USD',
      floor_cents: 27_00,
      real: {
        sold: 1,
        money_cents: 45_00,
        days_to_sell: 40,
        reached_floor: false,
        prices: [{ day: '2026-08-23', price_cents: 45_00 }],
        sales: [{ day: '2026-10-02', quantity: 1, price_cents: 45_00 }],
      },
      replayed: {
        prices: [
          { day: '2026-08-23', price_cents: 45_00 },
          { day: '2026-08-30', price_cents: 42_75 },
          { day: '2026-09-06', price_cents: 40_61 },
        ],
        cut_count: 2,
        reached_floor_on: null,
        expected: null,
      },
    },
  ],
  without_history: [{ listing_id: crypto.randomUUID(), ebay_item_id: '110000000002', title: 'Walnut tray' }],
  ...change,
})
