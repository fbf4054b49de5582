import { formatCount } from '#core/format.ts'
import { formatMoney } from '#core/money.ts'
import { formatPercent } from '#core/percent.ts'
import type { SentencePiece } from '#core/prices/describe-strategy.ts'
import { REASONS } from '#core/prices/reasons.ts'
import type { CutSize } from '#core/prices/strategies.ts'

/** No currency: amounts are in each listing's own. */
type Manner = { currency: string | null; locale: string | undefined; timeZone: string }

/** How much one cut takes, `−5%` or `−$2.00`. */
const sizeWords = (size: CutSize, manner: Manner): string =>
  size.kind === 'percentage'
    ? `−${percentWords(size.percentage_bp, manner.locale)}`
    : `−${moneyWords(size.amount_cents, manner)}`

const moneyWords = (cents: number, { currency, locale }: Manner): string =>
  currency === null
    ? (cents / 100).toLocaleString(locale, { minimumFractionDigits: 2 })
    : formatMoney(cents, currency, locale)

/** Basis points as people read them, `12.5%`. */
export const percentWords = (bp: number, locale?: string): string => formatPercent(bp / 10_000, locale)

/** `−5% every 7 days, next 29 Nov → $42.75, floor on 24 Jan`: what `describeStrategy` found, in words. */
export const strategySentence = (pieces: readonly SentencePiece[], manner: Manner): string =>
  pieces.map((piece) => pieceWords(piece, manner)).join(', ')

function pieceWords(piece: SentencePiece, manner: Manner): string {
  const { locale } = manner
  const money = (cents: number) => moneyWords(cents, manner)
  switch (piece.piece) {
    case 'cut':
      return `${sizeWords(piece.size, manner)} every ${piece.every_days === 1 ? 'day' : `${piece.every_days} days`}`
    case 'step':
      return `${sizeWords(piece.size, manner)} from day ${piece.after_days}`
    case 'delay':
      return `starting after ${formatCount(piece.days, 'day', 'days', locale)}`
    case 'max_cut':
      return `at most ${money(piece.cents)} per price drop`
    case 'ending':
      return `ending in .${String(piece.price_ending).padStart(2, '0')}`
    case 'max_per_day':
      return `at most ${formatCount(piece.count, 'listing', 'listings', locale)} a day`
    case 'quiet':
      return `not from ${piece.from} to ${piece.until} (${zoneWords(piece.time_zone)})`
    case 'blackout':
      return `not on ${piece.ranges.map(({ from, until }) => rangeWords(from, until, locale)).join(', ')}`
    case 'next':
      return `next ${dayWords(piece.at, manner)} → ${money(piece.price_cents)}`
    case 'floor':
      return `floor on ${dayWords(piece.at, manner)}`
    case 'ends':
      return piece.because === 'limit' ? 'and so on' : `then no more: ${lowerFirst(REASONS[piece.because])}`
  }
}

/** A day short enough for a sentence; with its year when that is another one. */
export function dayWords(instant: string, { locale, timeZone }: Pick<Manner, 'locale' | 'timeZone'>): string {
  const at = new Date(instant)
  const isThisYear = at.getFullYear() === new Date().getFullYear()
  return new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    ...(!isThisYear && { year: 'numeric' }),
    timeZone,
  }).format(at)
}

function rangeWords(from: string, until: string, locale: string | undefined): string {
  const format = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' })
  return from === until
    ? format.format(Date.parse(from))
    : format.formatRange(new Date(`${from}T00:00:00Z`), new Date(`${until}T00:00:00Z`))
}

const zoneWords = (zone: string) => zone.split('/').at(-1)?.replaceAll('_', ' ') ?? zone
const lowerFirst = (sentence: string) => sentence.charAt(0).toLowerCase() + sentence.slice(1).replace(/\.$/, '')
