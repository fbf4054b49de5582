import type { ListedListing } from '#core/listings/schema.ts'
import type { Skip } from '#core/prices/pricing.ts'
import { REASONS, type SkipReason } from '#core/prices/reasons.ts'
import type { Tone } from '#ui/badge.tsx'

type Words = { label: string; tone: Tone; todo: string }

/** Each reason as one word, and what a person can do about it. The sentence is core's. */
const WORDS: Readonly<Record<SkipReason, Words>> = {
  reductions_off: { label: 'Off', tone: 'neutral', todo: 'Turn on price drops to use its strategy.' },
  not_active: { label: 'Not active', tone: 'neutral', todo: 'Relist it on eBay, then sync.' },
  no_quantity: { label: 'No stock', tone: 'neutral', todo: 'Add stock on eBay, then sync.' },
  auction: { label: 'Auction', tone: 'neutral', todo: 'Only fixed prices can be lowered.' },
  variations: { label: 'Variations', tone: 'neutral', todo: 'Change its prices on eBay.' },
  no_floor: { label: 'No floor', tone: 'waiting', todo: 'Set a floor to allow price drops.' },
  at_floor: { label: 'At floor', tone: 'info', todo: 'Lower the floor to continue, or leave it.' },
  no_strategy: { label: 'No strategy', tone: 'waiting', todo: 'Choose a strategy.' },
  strategy_preview: { label: 'Preview', tone: 'info', todo: 'Strategy not live.' },
  strategy_paused: { label: 'Strategy paused', tone: 'waiting', todo: 'Resume the strategy under Strategies.' },
  parked: { label: 'Needs attention', tone: 'failed', todo: 'See reason' },
  held: { label: 'Waiting for eBay', tone: 'waiting', todo: 'Resumes automatically.' },
  change_open: { label: 'Changing', tone: 'info', todo: 'Confirmed in a moment.' },
  in_sale: { label: 'In a sale', tone: 'waiting', todo: 'Resumes after the sale.' },
  global_pause: { label: 'Pause all price drops', tone: 'waiting', todo: 'Switch Pause all price drops off.' },
  vacation: { label: 'Vacation', tone: 'waiting', todo: 'End the vacation to resume earlier.' },
  not_due_yet: { label: 'Scheduled', tone: 'done', todo: 'Not due yet.' },
  quiet_hours: { label: 'Quiet hours', tone: 'done', todo: 'Resumes afterwards.' },
  blackout: { label: 'Paused today', tone: 'done', todo: 'Resumes afterwards.' },
  no_reduction: { label: 'Too small to lower', tone: 'neutral', todo: 'Give the strategy a larger price drop.' },
  day_cap: { label: 'Daily limit reached', tone: 'done', todo: 'Resumes tomorrow.' },
}

export const REASON_LABELS: Readonly<Record<SkipReason, string>> = Object.fromEntries(
  Object.entries(WORDS).map(([reason, { label }]) => [reason, label]),
) as Record<SkipReason, string> // safe: the keys are those of WORDS

/** A reason of eBay's as a sentence of eBay's. */
export const ebayWords = (reason: string) => `eBay: ${reason}${/[.!?]$/.test(reason) ? '' : '.'}`

type Waiting = Pick<ListedListing, 'held_reason' | 'parked_reason'>
type Format = { shortDay: (instant: string) => string; instant: (instant: string) => string }

/** Why its price is not lowered now: a word, the sentence, what to do, and until when. eBay's own words where it refused. */
export function whyNot({ reason, until }: Skip, { held_reason, parked_reason }: Waiting, format: Format) {
  const words = { ...WORDS[reason], sentence: REASONS[reason] }
  if (reason === 'parked' && parked_reason) return { ...words, sentence: parked_reason }
  if (until === undefined) return words
  if (reason === 'in_sale') return { ...words, todo: `Resumes after ${format.shortDay(until)}.` }
  if (reason !== 'held') return words
  const waiting = `Waiting for eBay until ${format.instant(until)}.`
  return {
    ...words,
    sentence: held_reason ? `${waiting} ${ebayWords(held_reason)}` : waiting,
    todo: `Until ${format.instant(until)}`,
  }
}
