import { withoutGuard } from '../../cell-text.ts'
import { minorDigits } from '../../money.ts'
import { trimEndOf } from '../../trim-end.ts'
import { currencyOfMark, usualDecimalSign } from './currency-marks.ts'

/** The order of day and month in a date with slashes. `auto` reads dates only when the column is unambiguous. */
export type DateOrder = 'auto' | 'dmy' | 'mdy' | 'ymd'

type DecimalSign = '.' | ','
type SeenSigns = { hasDecimalPoint: boolean; hasDecimalComma: boolean }

/** What a whole file says about its numbers. */
export type FileFacts = SeenSigns & {
  /** The decimal sign that a person chose; null: the numbers say it. */
  decimal: DecimalSign | null
  /** The sign of programs that separate cells as this file does; null when that says nothing. */
  likely: DecimalSign | null
}
export const noFileFacts = (decimal: DecimalSign | null = null, likely: DecimalSign | null = null): FileFacts => ({
  decimal,
  likely,
  hasDecimalPoint: false,
  hasDecimalComma: false,
})

/** What a whole column says about a single ambiguous cell. */
export type ColumnFacts = SeenSigns & {
  /** What the other columns say where this one says nothing. */
  file: FileFacts
  hasDayFirst: boolean
  hasMonthFirst: boolean
}
export const noFacts = (file: FileFacts = noFileFacts()): ColumnFacts => ({
  file,
  hasDecimalPoint: false,
  hasDecimalComma: false,
  hasDayFirst: false,
  hasMonthFirst: false,
})

/** A value, or the reason why there is none, as the end of a sentence that begins with the cell. */
export type Read<T> = { value: T } | { reason: string }

type Numeral = {
  isNegative: boolean
  /** Digits, commas and points. */
  body: string
  /** What stands beside the number: signs and codes of a currency. */
  marks: string[]
}

const DIGIT = /\d/
/** Signs of a number, and what groups thousands besides comma and point. */
const NUMBER_PART = /^[\d.,'’\s]+$/u
const MARK = /^[\p{L}\p{Sc}]{1,4}\.?$/u

function takeNumeral(cell: string): Numeral | null {
  const text = withoutGuard(cell).trim()
  let first = text.search(DIGIT)
  if (first < 0) return null
  let last = text.length
  while (!DIGIT.test(text.charAt(last - 1))) last -= 1
  // A decimal sign may begin or end a number: .50 and 12,-
  if (/[.,]/.test(text.charAt(first - 1))) first -= 1
  if (/[.,]/.test(text.charAt(last))) last += 1
  const body = text.slice(first, last)
  if (!NUMBER_PART.test(body)) return null
  const before = text.slice(0, first)
  // A hyphen after a decimal sign stands for no cents, 12,-; after a digit it is the sign of some programs: 12.50-
  const isRound = /[.,]$/.test(body)
  const after = isRound ? text.slice(last).replace(/^[-–—]/, '') : text.slice(last)
  const isInBrackets = before.trim().startsWith('(') && after.trim().endsWith(')')
  const around = isInBrackets ? [before.trim().slice(1), after.trim().slice(0, -1)] : [before, after]
  const sign = /[-+−]/
  const marks = around.flatMap((part) => part.replace(sign, ' ').split(/\s+/)).filter((part) => part !== '')
  if (marks.length > 2 || !marks.every((mark) => MARK.test(mark))) return null
  return {
    isNegative: isInBrackets || /[-−]/.test(before) || /^[-−]/.test(after),
    body: body.replace(/['’\s]/g, ''),
    marks,
  }
}

/**
 * The currency that stands in a cell beside its amount, `12,50 €` or `GBP 4.99`. Null when none stands there; `ambiguous`
 * for a sign of several currencies, and `unknown` for a sign of none. `known` is the currency from elsewhere.
 */
export function currencyInCell(cell: string, known: string | null): string | 'ambiguous' | 'unknown' | null {
  const marks = takeNumeral(cell)?.marks ?? []
  // A sign may stand beside its code: USD $12.50
  const code = marks.find((mark) => mark.length === 3 && currencyOfMark(mark, null) === mark.toUpperCase())
  const found = new Set(marks.map((mark) => currencyOfMark(mark, code?.toUpperCase() ?? known) ?? 'unknown'))
  const [first = null, second] = found
  return second === undefined ? first : 'ambiguous'
}

/** Notes what a cell shows about its column: which sign is the decimal one, whether days come first. */
export function observeCell(facts: ColumnFacts, kind: 'number' | 'day', cell: string): void {
  if (kind === 'number') {
    const decimal = clearDecimal(takeNumeral(cell)?.body ?? '')
    for (const seen of [facts, facts.file]) {
      if (decimal === '.') seen.hasDecimalPoint = true
      if (decimal === ',') seen.hasDecimalComma = true
    }
    return
  }
  const parts = SLASHED.exec(withoutGuard(cell).trim())
  if (!parts) return
  const [first, second] = [Number(parts[1]), Number(parts[2])]
  if (first > 12 && second <= 12) facts.hasDayFirst = true
  if (second > 12 && first <= 12) facts.hasMonthFirst = true
}

// Null when the text alone is ambiguous: no sign, or one sign with three digits after it.
function clearDecimal(body: string): DecimalSign | null {
  const points = body.split('.').length - 1
  const commas = body.split(',').length - 1
  if (points > 0 && commas > 0) return body.lastIndexOf('.') > body.lastIndexOf(',') ? '.' : ','
  if (points + commas !== 1) return null
  const sign = points === 1 ? '.' : ','
  return couldBeGroups(body) ? null : sign
}

// Thousands have one to three digits before their sign and no zero in front: 0.125 and 1234.567 have decimals.
const couldBeGroups = (body: string) => /^[1-9]\d{0,2}[.,]\d{3}$/.test(body)

type Split = { whole: string; fraction: string }

/**
 * The digits before and after the decimal sign; null when thousands are not grouped. `usual` is the sign of the currency;
 * where the file is of a program that writes the other one, 1.234 is doubtful.
 */
function splitNumber(body: string, facts: ColumnFacts, usual: DecimalSign, currency = ''): Split | null | 'doubtful' {
  const decimal = facts.file.decimal ?? clearDecimal(body) ?? doubtfulDecimal(body, facts, usual, currency)
  if (decimal === 'doubtful') return decimal
  const at = decimal && body.includes(decimal) ? body.lastIndexOf(decimal) : body.length
  const whole = body.slice(0, at) || '0'
  const isGrouped =
    /^\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*$/.test(whole) || (INDIAN.has(currency) && INDIAN_GROUPS.test(whole))
  if (!/^\d+$/.test(whole) && !isGrouped) return null
  if (decimal && whole.includes(decimal)) return null
  return { whole: whole.replace(/[.,]/g, ''), fraction: body.slice(at + 1) }
}

/** Lakhs and crores: 12,34,567. */
const INDIAN_GROUPS = /^\d{1,2}(?:,\d{2})*,\d{3}$/
const INDIAN = new Set(['INR', 'PKR', 'BDT', 'NPR', 'LKR'])

function doubtfulDecimal(
  body: string,
  facts: ColumnFacts,
  usual: DecimalSign,
  currency: string,
): DecimalSign | null | 'doubtful' {
  if (!couldBeGroups(body)) return null
  const sign = body.includes('.') ? '.' : ','
  for (const seen of [facts, facts.file]) {
    const [isSeen, isOtherSeen] =
      sign === '.' ? [seen.hasDecimalPoint, seen.hasDecimalComma] : [seen.hasDecimalComma, seen.hasDecimalPoint]
    if (isSeen !== isOtherSeen) return isSeen ? sign : null
  }
  // ¥1,500 has no decimals, whatever program wrote it.
  const canBeDecimal = sign === usual || currency === '' || minorDigits(currency) > 0
  if (canBeDecimal && facts.file.likely !== null && facts.file.likely !== usual) return 'doubtful'
  return sign === usual ? sign : null
}
const DOUBTFUL = 'could have decimals or thousands; choose the decimal sign'

/** An amount as minor units of its currency, exactly. */
export function readMoney(cell: string, currency: string, facts: ColumnFacts): Read<number> {
  const numeral = takeNumeral(cell)
  const digits = minorDigits(currency)
  const usual = digits > 2 ? '.' : usualDecimalSign(currency)
  const split = numeral && splitNumber(numeral.body, facts, usual, currency)
  if (split === 'doubtful') return { reason: DOUBTFUL }
  if (!numeral || !split) return { reason: 'is not an amount' }
  if (numeral.isNegative && /[1-9]/.test(numeral.body)) return { reason: 'is below zero' }
  const fraction = trimEndOf(split.fraction, /0/)
  if (fraction.length > digits) return { reason: `has more decimals than ${currency} has` }
  const value = Number(split.whole + fraction.padEnd(digits, '0'))
  return value <= 100_000_000_00 ? { value } : { reason: 'is too large' }
}

/** A number with either decimal sign. */
export function readNumber(cell: string, facts: ColumnFacts): Read<number> {
  const numeral = takeNumeral(cell)
  const split = numeral && splitNumber(numeral.body, facts, facts.file.likely ?? '.')
  if (split === 'doubtful') return { reason: DOUBTFUL }
  if (!numeral || !split) return { reason: 'is not a number' }
  const value = Number(`${numeral.isNegative ? '-' : ''}${split.whole}.${split.fraction || '0'}`)
  return { value: value === 0 ? 0 : value }
}

// A time of day may follow, with its zone.
const SLASHED = /^(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})(?:[ T].*)?$/
const DOTTED = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})(?:[ T].*)?$/
const YEAR_FIRST = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T].*)?$/
const BASIC = /^((?:19|20)\d{2})(\d{2})(\d{2})$/
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const WEEKDAY = /^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,?\s+/i
const DAY_NAMED = /^(\d{1,2})(?:st|nd|rd|th)?[.\s/-]{1,2}([a-z]{3})[a-z]{0,6}[.,\s/-]{1,2}(\d{4}|\d{2})(?:[ T,].*)?$/i
const NAMED_DAY = /^([a-z]{3})[a-z]{0,6}[.\s/-]{1,2}(\d{1,2})(?:st|nd|rd|th)?[,\s/-]{1,2}(\d{4}|\d{2})(?:[ T,].*)?$/i
const YEAR_NAMED = /^(\d{4})[.\s/-]([a-z]{3})[a-z]{0,6}[.\s/-](\d{1,2})(?:[ T,].*)?$/i

/** A day as `2026-11-22`. An ambiguous date is refused, never guessed. */
export function readDay(cell: string, order: DateOrder, facts: ColumnFacts): Read<string> {
  const text = withoutGuard(cell).trim().replace(WEEKDAY, '')
  const yearFirst = YEAR_FIRST.exec(text)
  if (yearFirst) return toDay(yearFirst[1], yearFirst[2], yearFirst[3])
  const dayNamed = DAY_NAMED.exec(text)
  if (dayNamed) return toDay(dayNamed[3], monthOf(dayNamed[2]), dayNamed[1])
  const namedDay = NAMED_DAY.exec(text)
  if (namedDay) return toDay(namedDay[3], monthOf(namedDay[1]), namedDay[2])
  const basic = BASIC.exec(text)
  if (basic) return toDay(basic[1], basic[2], basic[3])
  const yearNamed = YEAR_NAMED.exec(text)
  if (yearNamed) return toDay(yearNamed[1], monthOf(yearNamed[2]), yearNamed[3])
  if (order === 'ymd') return { reason: 'is not a date of the form year-month-day' }
  const dotted = DOTTED.exec(text)
  if (dotted) return order === 'mdy' ? toDay(dotted[3], dotted[1], dotted[2]) : toDay(dotted[3], dotted[2], dotted[1])
  const slashed = SLASHED.exec(text)
  if (!slashed) return { reason: 'is not a date' }
  const [, first = '', second = '', year] = slashed
  const meant = order === 'auto' ? orderOf(first, second, facts) : order
  if (!meant) return { reason: 'could be day/month or month/day; choose the date format' }
  return meant === 'dmy' ? toDay(year, second, first) : toDay(year, first, second)
}

function orderOf(first: string, second: string, facts: ColumnFacts): 'dmy' | 'mdy' | null {
  if (Number(first) > 12) return 'dmy'
  if (Number(second) > 12 || Number(first) === Number(second)) return 'mdy'
  if (facts.hasDayFirst === facts.hasMonthFirst) return null
  return facts.hasDayFirst ? 'dmy' : 'mdy'
}

const monthOf = (name = '') => String(MONTHS.indexOf(name.toLowerCase()) + 1)

function toDay(yearText = '', month = '', day = ''): Read<string> {
  // A two-digit year up to 69 belongs to this century, as in spreadsheets.
  const year = yearText.length === 2 ? (Number(yearText) < 70 ? `20${yearText}` : `19${yearText}`) : yearText
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const date = new Date(`${text}T00:00:00Z`)
  const isReal = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
  return isReal ? { value: text } : { reason: 'is not a day of the calendar' }
}

const NOTHING = new Set('- -- – — # ? n/a n.a. n.a #n/a #na null undefined nan nil'.split(' '))
/** The day zero of databases and spreadsheets. */
const NO_DAY = /^(?:0000-00-00(?:[ t]00:00.*)?|0{1,2}\/0{1,2}\/(?:00|0000|1900)|0?1\/0{1,2}\/1900|1900-01-00)$/
const FAILED_FORMULA = /^#(?:ref|value|name|num|null|div\/0|spill|calc|getting_data)[!?]?$/

/** Whether a cell holds what tools write for "nothing": a hyphen, `N/A`, the error of a formula. */
export function isNothing(cell: string): boolean {
  const text = withoutGuard(cell).trim().toLowerCase()
  return text === '' || NOTHING.has(text) || FAILED_FORMULA.test(text) || NO_DAY.test(text)
}

const YES = new Set(['yes', 'y', 'true', 't', '1', 'x', '✓', '✔', 'on'])
const NO = new Set(['no', 'n', 'false', 'f', '0', 'off', '✗'])

/** A checkbox. */
export function readYesNo(cell: string): Read<boolean> {
  const text = withoutGuard(cell).trim().toLowerCase()
  if (YES.has(text)) return { value: true }
  return NO.has(text) ? { value: false } : { reason: 'is neither yes nor no' }
}
