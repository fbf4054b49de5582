import { nextPrice } from './next-price.ts'
import type { PricedListing } from './priced-listing.ts'
import type { SkipReason } from './reasons.ts'
import { type CutSize, cutSizeAfter, type PricedStrategy } from './strategies.ts'
import { clockAt, DAY_MS, dayIn, HOUR_MS, instantWhen } from './zone.ts'

export type PricingContext = {
  now: Date
  reductions_paused: boolean
  /** No price drops before this instant. */
  vacation_until: string | null
  /** A person chose to lower prices during sales on eBay, which ends the sale. */
  lower_during_sales: boolean
}

/** What a price was computed from: kept with the change, so that it can be explained years later. */
export type CutInputs = {
  size: CutSize
  /** The step the size comes from; null for the strategy's own size. */
  step_after_days: number | null
  interval_days: number
  max_cut_cents: number | null
  price_ending: number | null
  floor_cents: number
  /** When reductions were switched on. */
  enabled_at: string
  last_cut_at: string | null
  is_capped: boolean
  has_ending: boolean
  is_floor: boolean
}

export type Cut = {
  eligible: true
  /** When it became due: there is one cut for each (listing, slot). */
  slot_at: string
  old_price_cents: number
  new_price_cents: number
  /** When quiet hours or a blackout begin: from then on this price must not be sent. Null when the strategy has none. */
  valid_until: string | null
  inputs: CutInputs
}

export type Skip = {
  eligible: false
  reason: SkipReason
  /** With `not_due_yet`: when it will be. */
  due_at?: string
  /** When that ends, with `held`, `in_sale`, `vacation`, `quiet_hours`, `blackout`, `day_cap`, and `no_reduction` before a later step. */
  until?: string
}

export type Judgement = Cut | Skip

/**
 * Whether this listing is cut now and to what, or the first reason why not. Preview, run, curve and replay all ask here.
 */
export function judgeListing(
  listing: PricedListing,
  strategy: PricedStrategy | null,
  context: PricingContext,
): Judgement {
  const { floor_cents, reductions_enabled_at, price_cents, quantity_available } = listing
  if (!listing.reductions_enabled || reductions_enabled_at === null) return skip('reductions_off')
  if (listing.status !== 'active') return skip('not_active')
  if (quantity_available === null || quantity_available <= 0) return skip('no_quantity')
  if (listing.listing_format === 'auction') return skip('auction')
  if (listing.has_variations) return skip('variations')
  if (floor_cents === null || floor_cents < 1) return skip('no_floor')
  if (price_cents <= floor_cents) return skip('at_floor')
  if (!strategy) return skip('no_strategy')
  if (!strategy.is_live) return skip('strategy_preview')
  if (!strategy.is_active) return skip('strategy_paused')
  if (listing.parked_code !== null) return skip('parked')
  const nowMs = context.now.getTime()
  if (isAhead(listing.held_until, nowMs)) return skip('held', { until: iso(Date.parse(listing.held_until)) })
  if (listing.open_change_id !== null) return skip('change_open')
  if (!context.lower_during_sales && isAhead(listing.sale_ends_at, nowMs)) {
    return skip('in_sale', { until: iso(Date.parse(listing.sale_ends_at)) })
  }
  if (context.reductions_paused) return skip('global_pause')

  if (context.vacation_until !== null) {
    const untilMs = Date.parse(context.vacation_until)
    if (nowMs < untilMs) return skip('vacation', { until: iso(untilMs) })
  }
  const enabledMs = Date.parse(reductions_enabled_at)
  const dueMs = dueAt(enabledMs, listing.last_cut_at, strategy)
  if (nowMs < dueMs) return skip('not_due_yet', { due_at: iso(dueMs) })
  const quietEndMs = quietHoursEnd(strategy, nowMs)
  if (quietEndMs !== null) return skip('quiet_hours', { until: iso(quietEndMs) })
  const blackoutEndMs = blackoutEnd(strategy, nowMs)
  if (blackoutEndMs !== null) return skip('blackout', { until: iso(blackoutEndMs) })

  const days = Math.floor((nowMs - floorToHour(enabledMs)) / DAY_MS)
  const { size, step_after_days } = cutSizeAfter(strategy, days)
  const { max_cut_cents, price_ending } = strategy
  const next = nextPrice(price_cents, { size, max_cut_cents, price_ending, floor_cents })
  if (next.price_cents >= price_cents) {
    const later = strategy.steps.find(({ after_days }) => after_days > days)
    if (!later) return skip('no_reduction')
    return skip('no_reduction', { until: iso(floorToHour(enabledMs) + later.after_days * DAY_MS) })
  }
  return {
    eligible: true,
    slot_at: iso(dueMs),
    old_price_cents: price_cents,
    new_price_cents: next.price_cents,
    valid_until: nextPauseAt(strategy, nowMs),
    inputs: {
      size,
      step_after_days,
      interval_days: strategy.interval_days,
      max_cut_cents,
      price_ending,
      floor_cents,
      enabled_at: reductions_enabled_at,
      last_cut_at: listing.last_cut_at,
      is_capped: next.is_capped,
      has_ending: next.has_ending,
      is_floor: next.is_floor,
    },
  }
}

/**
 * One interval after the last cut, or after the switch-on and the delay when there was none since; from the full hour, so
 * that a run that takes minutes does not move the slot. After a pause one cut is due and the interval begins again.
 */
function dueAt(enabledMs: number, lastCutAt: string | null, strategy: PricedStrategy): number {
  const lastCutMs = lastCutAt === null ? Number.NEGATIVE_INFINITY : Date.parse(lastCutAt)
  const anchorMs = lastCutMs >= enabledMs ? lastCutMs : enabledMs + strategy.start_delay_days * DAY_MS
  return floorToHour(anchorMs) + strategy.interval_days * DAY_MS
}

/** When the quiet hours of that moment end; null outside of them. */
function quietHoursEnd(strategy: PricedStrategy, atMs: number): number | null {
  const { quiet_from, quiet_until, time_zone } = strategy
  if (quiet_from === null || quiet_until === null) return null
  const clockMs = clockAt(time_zone, atMs)
  const midnightMs = Math.floor(clockMs / DAY_MS) * DAY_MS
  const time = clockMs - midnightMs
  const from = timeOfDayMs(quiet_from)
  const until = timeOfDayMs(quiet_until)
  const isQuiet = from < until ? time >= from && time < until : time >= from || time < until
  if (!isQuiet) return null
  const endMs = midnightMs + until + (time < until ? 0 : DAY_MS)
  return instantWhen(time_zone, endMs, atMs)
}

/** When the blackout days around that moment end; null on any other day. */
function blackoutEnd(strategy: PricedStrategy, atMs: number): number | null {
  const { blackout_dates, time_zone } = strategy
  if (blackout_dates.length === 0) return null
  let day = dayIn(time_zone, atMs)
  const covering = () => blackout_dates.find(({ from, until }) => from <= day && day <= until)
  let range = covering()
  if (!range) return null
  while (range) {
    day = iso(Date.parse(range.until) + DAY_MS).slice(0, 10)
    range = covering()
  }
  return instantWhen(time_zone, Date.parse(day), atMs)
}

/** When the next quiet hours or blackout of the strategy begin, seen from a moment outside of both. */
function nextPauseAt({ quiet_from, blackout_dates, time_zone }: PricedStrategy, atMs: number): string | null {
  const starts: number[] = []
  if (quiet_from !== null) {
    const clockMs = clockAt(time_zone, atMs)
    const todayMs = Math.floor(clockMs / DAY_MS) * DAY_MS + timeOfDayMs(quiet_from)
    starts.push(instantWhen(time_zone, todayMs > clockMs ? todayMs : todayMs + DAY_MS, atMs))
  }
  const today = dayIn(time_zone, atMs)
  for (const { from } of blackout_dates) {
    if (from > today) starts.push(instantWhen(time_zone, Date.parse(from), atMs))
  }
  return starts.length === 0 ? null : iso(Math.min(...starts))
}

const isAhead = (instant: string | null, nowMs: number): instant is string =>
  instant !== null && Date.parse(instant) > nowMs

const timeOfDayMs = (text: string) => (Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5))) * 60_000

const floorToHour = (ms: number) => Math.floor(ms / HOUR_MS) * HOUR_MS

const iso = (ms: number) => new Date(ms).toISOString()

const skip = (reason: SkipReason, when?: Pick<Skip, 'due_at' | 'until'>): Skip => ({ eligible: false, reason, ...when })
