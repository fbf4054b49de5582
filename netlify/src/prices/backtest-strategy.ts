import type { Backtest, BacktestStrategy, ListingBacktest } from '#core/prices/backtest.ts'
import { marketHistory } from '#core/prices/recorded-days.ts'
import type { PricedStrategy } from '#core/prices/strategies.ts'
import { type ListingReplay, replayStrategy } from '#core/prices/time-machine.ts'
import { DAY_MS } from '#core/prices/zone.ts'
import type { UserContext } from '../context.ts'
import {
  countRecordedListings,
  type RecordedListing,
  type RecordedScope,
  readRecordedListings,
} from './backtest.repo.ts'
import { getStrategy } from './strategies.repo.ts'

/** What is read of a year fits an answer's time and a worker's memory. */
const MAX_REPLAYED = 2000
const MAX_LISTED = 100

/**
 * Replays a strategy over the caller's recorded days. The sale rates are learnt from the whole workspace, whichever
 * listings are asked for. Nothing is written. Throws `strategy_not_found`.
 */
export async function backtestStrategy({ db }: UserContext, asked: BacktestStrategy): Promise<Backtest> {
  const stored = asked.strategy_id === undefined ? null : await getStrategy(db, asked.strategy_id)
  const strategy = strategyOf(asked, stored)
  const todayMs = Math.floor(Date.now() / DAY_MS) * DAY_MS
  const window = { from: dayOf(todayMs - asked.days * DAY_MS), until: dayOf(todayMs) }
  const scope = scopeOf(asked, stored)
  const [count, listings] = await Promise.all([
    countRecordedListings(db, scope),
    readRecordedListings(db, scope, window, MAX_REPLAYED),
  ])
  const replayed = new Set(listings.map(({ id }) => id))
  const others = await readRecordedListings(db, {}, window, MAX_REPLAYED)
  const everything = [...listings, ...others.filter(({ id }) => !replayed.has(id))]
  const replay = replayStrategy({ listings: everything, replayed, strategy, ...window })

  const byId = new Map(listings.map((listing) => [listing.id, listing]))
  const told = new Set(replay.listings.map(({ listing_id }) => listing_id))
  const withoutHistory = listings.filter(({ id }) => !told.has(id))
  return {
    ...window,
    counts: { listings: count, replayed: told.size, without_history: withoutHistory.length },
    totals: replay.totals,
    basis: replay.basis,
    listings: replay.listings
      .toSorted(byCuts)
      .slice(0, MAX_LISTED)
      .flatMap((one) => {
        const listing = byId.get(one.listing_id)
        return listing ? [toAnswer(one, listing, window)] : []
      }),
    without_history: withoutHistory
      .slice(0, MAX_LISTED)
      .map(({ id, ebay_item_id, title }) => ({ listing_id: id, ebay_item_id, title })),
  }
}

function strategyOf({ rule }: BacktestStrategy, stored: PricedStrategy | null): PricedStrategy {
  if (rule) return { id: '', name: '', is_active: true, is_live: true, ...rule }
  // The contract takes no question without one of the two.
  if (!stored) throw new Error('Neither a strategy nor a rule')
  return stored
}

function scopeOf(asked: BacktestStrategy, stored: { id: string; listing_count: number } | null): RecordedScope {
  if (asked.listing_ids) return { listing_ids: asked.listing_ids }
  return stored && stored.listing_count > 0 ? { strategy_id: stored.id } : { has_floor: true }
}

function toAnswer(
  { real, replayed }: ListingReplay,
  listing: RecordedListing,
  { from, until }: { from: string; until: string },
): ListingBacktest {
  const { id: listing_id, ebay_item_id, title, currency, floor_cents } = listing
  const sales = (marketHistory(listing.days, from, until)?.days ?? [])
    .filter(({ sold }) => sold > 0)
    .map(({ day, sold: quantity, price_cents }) => ({ day, quantity, price_cents }))
  return { listing_id, ebay_item_id, title, currency, floor_cents, real: { ...real, sales }, replayed }
}

const byCuts = (a: ListingReplay, b: ListingReplay) =>
  b.replayed.cut_count - a.replayed.cut_count || b.real.sold - a.real.sold || (a.listing_id < b.listing_id ? -1 : 1)

const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10)
