import { z } from 'zod'

/** Why a price is not lowered now, in the order of the checks. People see the first reason that applies. */
export const SkipReason = z.enum([
  'reductions_off',
  'not_active',
  'no_quantity',
  'auction',
  'variations',
  'no_floor',
  'at_floor',
  'no_strategy',
  'strategy_preview',
  'strategy_paused',
  'parked',
  'held',
  'change_open',
  'in_sale',
  'global_pause',
  'vacation',
  'not_due_yet',
  'quiet_hours',
  'blackout',
  'no_reduction',
  'day_cap',
])
export type SkipReason = z.infer<typeof SkipReason>

/** Each reason as a person reads it. The instants and amounts that go with one are shown beside it. */
export const REASONS: Readonly<Record<SkipReason, string>> = {
  reductions_off: 'Price drops are turned off for this listing.',
  not_active: 'The listing is not active on eBay.',
  no_quantity: 'eBay shows nothing in stock, or has not said how many there are.',
  auction: 'The price of an auction cannot be reduced.',
  variations: 'A listing with variations has more than one price and is not reduced.',
  no_floor: 'No floor is set, so it is not known how far the price may fall.',
  at_floor: 'The price is already at its floor or below it.',
  no_strategy: 'No strategy is chosen.',
  strategy_preview: 'Publish the strategy to lower prices: it is not live yet.',
  strategy_paused: 'The strategy is paused.',
  parked: 'Review this listing to resume: eBay rejected the last change.',
  held: 'eBay does not take price changes of this listing right now.',
  change_open: 'An earlier price change is not confirmed by eBay yet.',
  in_sale: 'A sale is running on eBay, and a new price would end it.',
  global_pause: 'All price drops are paused.',
  vacation: 'Price drops resume after the vacation.',
  not_due_yet: 'The next price drop is not due yet.',
  quiet_hours: 'The strategy makes no price drops at this time of day.',
  blackout: 'The strategy makes no price drops on this day.',
  no_reduction: 'The price drop rounds to nothing at this price.',
  day_cap: 'The strategy reached its limit for today.',
}
