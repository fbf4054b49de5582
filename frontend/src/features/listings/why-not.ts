import type { Skip } from '#core/prices/pricing.ts'
import { REASONS, type SkipReason } from '#core/prices/reasons.ts'
import type { Tone } from '#ui/badge.tsx'

type Words = { label: string; tone: Tone; todo: string }

/** Each reason as one word, and what a person can do about it. The sentence is core's. */
const WORDS: Readonly<Record<SkipReason, Words>> = {
  reductions_off: { label: 'Off', tone: 'neutral', todo: 'Switch cuts on to let its strategy lower it.' },
  not_active: { label: 'Not active', tone: 'neutral', todo: 'Relist it on eBay, then sync.' },
  no_quantity: { label: 'No stock', tone: 'neutral', todo: 'Add stock on eBay, then sync.' },
  auction: { label: 'Auction', tone: 'neutral', todo: 'Only fixed prices can be lowered.' },
  variations: { label: 'Variations', tone: 'neutral', todo: 'Change its prices on eBay.' },
  no_floor: { label: 'No floor', tone: 'waiting', todo: 'Set a floor, and it can be cut.' },
  at_floor: { label: 'At floor', tone: 'info', todo: 'Lower the floor to go on, or leave it there.' },
  no_strategy: { label: 'No strategy', tone: 'waiting', todo: 'Choose a strategy.' },
  strategy_preview: { label: 'Preview', tone: 'info', todo: 'Let the strategy go live under Strategies.' },
  strategy_paused: { label: 'Strategy paused', tone: 'waiting', todo: 'Resume the strategy under Strategies.' },
  parked: { label: 'Parked', tone: 'failed', todo: 'Read why, and put it back to work.' },
  change_open: { label: 'Changing', tone: 'info', todo: 'Confirmed in a moment.' },
  global_pause: { label: 'Global Pause', tone: 'waiting', todo: 'Switch Global Pause off.' },
  vacation: { label: 'Vacation', tone: 'waiting', todo: 'End the vacation to go on earlier.' },
  not_due_yet: { label: 'Scheduled', tone: 'done', todo: 'Waits for its day.' },
  quiet_hours: { label: 'Quiet hours', tone: 'done', todo: 'Goes on afterwards.' },
  blackout: { label: 'Blackout', tone: 'done', todo: 'Goes on afterwards.' },
  no_reduction: { label: 'No cut left', tone: 'neutral', todo: 'Give the strategy a larger cut.' },
  day_cap: { label: 'Day cap', tone: 'done', todo: 'Goes on tomorrow.' },
}

export const REASON_LABELS: Readonly<Record<SkipReason, string>> = Object.fromEntries(
  Object.entries(WORDS).map(([reason, { label }]) => [reason, label]),
) as Record<SkipReason, string> // safe: the keys are those of WORDS

/** Why nothing is cut now: a word, the sentence, and what to do. */
export const whyNot = ({ reason }: Pick<Skip, 'reason'>) => ({ ...WORDS[reason], sentence: REASONS[reason] })
