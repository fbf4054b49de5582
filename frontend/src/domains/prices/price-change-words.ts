import type { PriceChange, PriceChangeKind, PriceChangeState } from '#core/prices/schema.ts'
import type { Tone } from '#ui/badge.tsx'

export const KIND_WORDS: Readonly<Record<PriceChangeKind, string>> = {
  scheduled: 'Price drop',
  manual: 'Changed manually',
  undo: 'Undo',
  ebay: 'Changed on eBay',
}

/** Each state in the order in which a change goes through them. */
export const STATE_WORDS: Readonly<Record<PriceChangeState, { label: string; tone: Tone }>> = {
  planned: { label: 'Planned', tone: 'neutral' },
  sending: { label: 'Sending', tone: 'info' },
  sent: { label: 'Sent', tone: 'info' },
  confirmed: { label: 'Confirmed', tone: 'done' },
  rejected: { label: 'Refused by eBay', tone: 'failed' },
  unknown: { label: 'Unknown, checking', tone: 'waiting' },
  cancelled: { label: 'Not sent', tone: 'neutral' },
}

/** It is not settled: another look in a moment may show more. */
export const isUnderWay = ({ state }: Pick<PriceChange, 'state'>): boolean =>
  state === 'planned' || state === 'sending' || state === 'sent' || state === 'unknown'

/** Whether there is something to take back; eBay and the floor may still say no. */
export const canUndo = ({ state, is_undone, listing_id, kind }: PriceChange): boolean =>
  state === 'confirmed' && !is_undone && listing_id !== null && kind !== 'ebay'

/** How often a page looks again while something is under way. */
const WATCH_MS = 2000

/** For `refetchInterval`: as long as one of them is not settled. */
export const whileChanging = (changes: readonly PriceChange[] | undefined): number | false =>
  changes?.some(isUnderWay) ? WATCH_MS : false
