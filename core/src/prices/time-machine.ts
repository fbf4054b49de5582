import { asIfLive, RUN_EVERY_HOURS, runAtOrAfter } from './future-drops.ts'
import type { PricedListing } from './priced-listing.ts'
import { judgeListing } from './pricing.ts'
import { daysBetween, type MarketHistory, marketHistory, type RecordedDay } from './recorded-days.ts'
import { type Exposure, fitSaleRates } from './sale-rates.ts'
import { addTrials, type ExpectedSales, expectedSales, noTrials, simulateSales, type Trials } from './simulate-sales.ts'
import type { PricedStrategy } from './strategies.ts'
import { DAY_MS, HOUR_MS } from './zone.ts'

/**
 * Replays a strategy over what was recorded and sets what it would have done beside what happened.
 *
 * The prices are not a model: they are played by the function the scheduled runs use, switched on after the first recorded
 * day of the window.
 * The sales are one. They come from the workspace's own sale rates (see sale-rates.ts) and are drawn with a fixed seed;
 * the range is what eight of ten draws keep to, including how uncertain the overall rate itself is.
 *
 * What it cannot know: whatever else moved sales (season, adverts, competitors, photos); that listings differ, since one
 * rate is shared by all; that the listings that were reduced may have been the ones nobody wanted. It looks at the same
 * history it learnt from, ignores caps per day, and takes a day's price for all of that day. Below `MIN_SALES` sales it
 * says nothing about sales at all.
 */

export type ReplayListing = Pick<PricedListing, 'id' | 'floor_cents' | 'listing_format' | 'has_variations'> & {
  currency: string
  /** The day it was listed; null when unknown, which counts as the first recorded day. */
  started_on: string | null
  days: readonly RecordedDay[]
}

export type ReplayInput = {
  /** Everything the sale rates are learnt from. */
  listings: readonly ReplayListing[]
  /** The ids of those to replay; all of them without it. */
  replayed?: ReadonlySet<string>
  strategy: PricedStrategy
  /** Both included. */
  from: string
  until: string
  seed?: number
}

/** A price and the day it began. */
export type PriceStep = { day: string; price_cents: number }

export type RealOutcome = {
  sold: number
  money_cents: number
  /** Mean days from the beginning of the window to the sale of a unit; null without a sale. */
  days_to_sell: number | null
  reached_floor: boolean
  prices: PriceStep[]
}

export type ReplayedOutcome = {
  prices: PriceStep[]
  cut_count: number
  reached_floor_on: string | null
  /** Null when there are too few sales to say. */
  expected: ExpectedSales | null
}

export type { ExpectedSales } from './simulate-sales.ts'

export type ListingReplay = { listing_id: string; currency: string; real: RealOutcome; replayed: ReplayedOutcome }

export type ReplayTotal = {
  currency: string
  listing_count: number
  real: { sold: number; money_cents: number; days_to_sell: number | null; floors_reached: number }
  replayed: { floors_reached: number; cut_count: number; expected: ExpectedSales | null }
}

export type Replay = {
  listings: ListingReplay[]
  /** Listings with fewer than two recorded days in the window. */
  listings_without_history: number
  /** One for each currency, by its code. */
  totals: ReplayTotal[]
  /** What the sale rates rest on. Below `sales_needed` nothing is expected: too few sales to say. */
  basis: { sales_seen: number; sales_needed: number; days_seen: number; has_enough_sales: boolean }
}

const RUN_MS = RUN_EVERY_HOURS * HOUR_MS

/** Fewer sales than this say nothing about how price and sales go together. */
export const MIN_SALES = 20

/** Pure and deterministic: the same input gives the same replay, whatever the order of the listings. */
export function replayStrategy({ listings, replayed, strategy, from, until, seed = 1 }: ReplayInput): Replay {
  const live = asIfLive(strategy)
  const isAsked = ({ id }: ReplayListing) => replayed === undefined || replayed.has(id)
  const worlds = listings.flatMap((listing) => {
    const history = marketHistory(listing.days, from, until)
    return history ? [{ listing, history }] : []
  })
  const rates = fitSaleRates(worlds.flatMap(({ listing, history }) => exposuresOf(listing, history)))
  const hasEnoughSales = rates.sales_seen >= MIN_SALES
  const sums = new Map<string, { total: ReplayTotal; trials: Trials; soldDays: number }>()

  const asked = worlds.filter(({ listing }) => isAsked(listing))
  const replays = asked.map(({ listing, history }): ListingReplay => {
    const path = playStrategy(listing, history, live)
    const age = ageAtBegin(listing, history)
    const sales = hasEnoughSales
      ? simulateSales(listing.id, seed, rates.sales_seen, {
          stock: history.stock,
          days: history.days.map((day, at) => ({
            restocked: day.restocked,
            price_cents: path.prices[at] ?? day.price_cents,
            unitsPerDay: day.is_offered
              ? rates.unitsPerDay(dropOf(history, path.prices[at] ?? day.price_cents), age + at)
              : 0,
          })),
        })
      : null
    const real = realOutcome(listing, history)
    const outcome: ReplayedOutcome = {
      prices: steps(history.days.map(({ day }, at) => ({ day, price_cents: path.prices[at] ?? 0 }))),
      cut_count: path.cut_count,
      reached_floor_on: path.reached_floor_on,
      expected: sales && expectedSales(sales),
    }
    const sum = sums.get(listing.currency) ?? { total: emptyTotal(listing.currency), trials: noTrials(), soldDays: 0 }
    sums.set(listing.currency, sum)
    sum.total.listing_count += 1
    sum.total.real.sold += real.sold
    sum.total.real.money_cents += real.money_cents
    sum.soldDays += (real.days_to_sell ?? 0) * real.sold
    sum.total.real.floors_reached += real.reached_floor ? 1 : 0
    sum.total.replayed.floors_reached += path.reached_floor_on === null ? 0 : 1
    sum.total.replayed.cut_count += path.cut_count
    if (sales) addTrials(sum.trials, sales)
    return { listing_id: listing.id, currency: listing.currency, real, replayed: outcome }
  })

  const totals = [...sums.values()].map(({ total, trials, soldDays }): ReplayTotal => {
    const { sold } = total.real
    return {
      ...total,
      real: { ...total.real, days_to_sell: sold === 0 ? null : tenths(soldDays / sold) },
      replayed: { ...total.replayed, expected: hasEnoughSales ? expectedSales(trials) : null },
    }
  })
  return {
    listings: replays,
    listings_without_history: listings.filter(isAsked).length - asked.length,
    totals: totals.toSorted((a, b) => (a.currency < b.currency ? -1 : 1)),
    basis: {
      sales_seen: rates.sales_seen,
      sales_needed: MIN_SALES,
      days_seen: rates.days_seen,
      has_enough_sales: hasEnoughSales,
    },
  }
}

const UNHINDERED = { reductions_paused: false, vacation_until: null, lower_during_sales: false }

type Path = { prices: number[]; cut_count: number; reached_floor_on: string | null }

/** The price at the end of each day, had the strategy been switched on after the first record. */
function playStrategy(listing: ReplayListing, history: MarketHistory, strategy: PricedStrategy): Path {
  const path: Path = { prices: [], cut_count: 0, reached_floor_on: null }
  let state: PricedListing = {
    ...listing,
    price_cents: history.price_cents,
    quantity_available: 1,
    status: 'active',
    reductions_enabled: true,
    reductions_enabled_at: `${history.begins_on}T00:00:00.000Z`,
    last_cut_at: null,
    parked_code: null,
    held_until: null,
    sale_ends_at: null,
    open_change_id: null,
  }
  let nextMs = 0
  for (const { day, is_offered } of history.days) {
    const midnightMs = Date.parse(day)
    state = { ...state, status: is_offered ? 'active' : 'inactive' }
    for (let ms = Math.max(midnightMs, nextMs); ms < midnightMs + DAY_MS; ms = Math.max(ms + RUN_MS, nextMs)) {
      const now = new Date(ms)
      const judgement = judgeListing(state, strategy, { ...UNHINDERED, now })
      if (judgement.eligible) {
        state = { ...state, price_cents: judgement.new_price_cents, last_cut_at: now.toISOString() }
        path.cut_count += 1
        if (judgement.inputs.is_floor) path.reached_floor_on = day
        continue
      }
      const again = judgement.due_at ?? judgement.until
      // What has no date changes with the day's record, if at all.
      nextMs = again === undefined ? midnightMs + DAY_MS : runAtOrAfter(Date.parse(again))
    }
    path.prices.push(state.price_cents)
  }
  return path
}

function exposuresOf(listing: ReplayListing, history: MarketHistory): Exposure[] {
  const age = ageAtBegin(listing, history)
  return history.days.flatMap(({ price_cents, sold, is_in_stock }, at) =>
    is_in_stock ? [{ drop_bp: dropOf(history, price_cents), age_days: age + at, sold }] : [],
  )
}

/** Basis points below the first recorded price. */
const dropOf = ({ price_cents: firstCents }: MarketHistory, priceCents: number) =>
  firstCents === 0 ? 0 : Math.floor(((firstCents - priceCents) * 10_000) / firstCents)

const ageAtBegin = ({ started_on }: ReplayListing, { begins_on }: MarketHistory) =>
  Math.max(0, daysBetween(started_on ?? begins_on, begins_on))

function realOutcome({ floor_cents }: ReplayListing, { days }: MarketHistory): RealOutcome {
  const sold = days.reduce((sum, day) => sum + day.sold, 0)
  const soldDays = days.reduce((sum, day, at) => sum + day.sold * at, 0)
  return {
    sold,
    money_cents: days.reduce((sum, day) => sum + day.sold * day.price_cents, 0),
    days_to_sell: sold === 0 ? null : tenths(soldDays / sold),
    reached_floor: floor_cents !== null && days.some(({ price_cents }) => price_cents <= floor_cents),
    prices: steps(days),
  }
}

const steps = (days: readonly PriceStep[]): PriceStep[] =>
  days
    .filter(({ price_cents }, at) => days[at - 1]?.price_cents !== price_cents)
    .map(({ day, price_cents }) => ({ day, price_cents }))

const tenths = (value: number) => Math.round(value * 10) / 10

const emptyTotal = (currency: string): ReplayTotal => ({
  currency,
  listing_count: 0,
  real: { sold: 0, money_cents: 0, days_to_sell: null, floors_reached: 0 },
  replayed: { floors_reached: 0, cut_count: 0, expected: null },
})
