import { z } from 'zod'

/** An amount in the currency's minor unit (cents; whole yen), never a float. Capped far above any real price. */
export const Cents = z.number().int().min(0).max(100_000_000_00)

/** ISO 4217, upper case. */
export const CurrencyCode = z.string().regex(/^[A-Z]{3}$/, 'A currency is three capital letters, such as USD.')

/**
 * The amount in the person's locale. `cents` counts minor units, of which a currency may have none (JPY) or three
 * (KWD).
 */
export function formatMoney(cents: number, currency: string, locale?: string): string {
  return moneyFormat(currency, locale).format(cents / 10 ** minorDigits(currency))
}

// ISO 4217. `Intl` has other digits for some currencies, such as HUF, and they differ between browsers and Node: what one
// of them wrote, another would read a hundred times as large. private.minor_digits is the same list; a test compares them.
const UNUSUAL_DIGITS = new Map(
  Object.entries({
    0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
    3: 'BHD IQD JOD KWD LYD OMR TND',
    4: 'CLF UYW',
  }).flatMap(([digits, codes]) => codes.split(' ').map((code) => [code, Number(digits)])),
)

/** How many digits a currency has after the decimal sign: two, none (JPY) or three (KWD). */
export const minorDigits = (currency: string): number => UNUSUAL_DIGITS.get(currency) ?? 2

/** A formatter of amounts that shows exactly the digits that the currency has. */
export function moneyFormat(currency: string, locale?: string): Intl.NumberFormat {
  const digits = minorDigits(currency)
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
}

/** Minor units as an exact decimal number with a point, `1234.50`, for files and machines. */
export function moneyDecimal(cents: number, currency: string): string {
  const digits = minorDigits(currency)
  const text = String(cents).padStart(digits + 1, '0')
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`
}

/** How a person writes amounts. Without a locale it is the browser's; without a currency there are two digits of cents. */
export type MoneyStyle = { locale?: string | undefined; currency?: string | undefined }

/** An amount in a field's text, or what is wrong with the text. */
export type TypedMoney = { cents: number; problem: null } | { cents: null; problem: string }

/** Between thousands, besides the sign that the locale does not use for cents. */
const GROUP_SIGNS = " \u00a0\u202f'’"

/**
 * A typed amount in minor units. It takes the locale's own signs ("1,234.50" or "1.234,50"), and a period before one or
 * two digits everywhere, because a group has three. An amount in another locale's signs is no guess: `problem` says how
 * to write it.
 */
export function readTypedMoney(text: string, style: MoneyStyle = {}): TypedMoney {
  const typed = text.trim()
  const digits = minorDigits(style.currency ?? 'USD')
  const sign = decimalSign(style.locale)
  const own =
    splitAmount(typed, sign) ?? (sign === ',' ? /^(?<whole>\d+)\.(?<part>\d{1,2})$/.exec(typed)?.groups : null)
  if (own?.whole !== undefined && (own.part ?? '').length <= digits) {
    const whole = own.whole.replace(/\D/g, '')
    return { cents: Number(whole + (own.part ?? '').padEnd(digits, '0')), problem: null }
  }
  const other = own ? null : splitAmount(typed, sign === ',' ? '.' : ',')
  if (digits === 2 && other?.whole !== undefined && other.part !== undefined && other.part.length <= digits) {
    const plain = other.whole.replace(/\D/g, '') + sign + other.part.padEnd(digits, '0')
    return { cents: null, problem: `Use a ${sign === ',' ? 'comma' : 'period'} for cents: ${plain}` }
  }
  return {
    cents: null,
    problem: `Enter ${digits === 0 ? 'a whole amount' : 'an amount'}, such as ${writeTypedMoney(2490, style)}.`,
  }
}

/** An amount as a field shows it for editing: the locale's sign for cents, no groups and no currency. */
export const writeTypedMoney = (cents: number, { locale, currency = 'USD' }: MoneyStyle = {}): string =>
  moneyDecimal(cents, currency).replace('.', decimalSign(locale))

function decimalSign(locale: string | undefined): ',' | '.' {
  const parts = new Intl.NumberFormat(locale).formatToParts(1.5)
  return parts.find(({ type }) => type === 'decimal')?.value === ',' ? ',' : '.'
}

/** The digits before and after that sign; groups of three digits stand between equal signs. */
function splitAmount(typed: string, sign: ',' | '.') {
  const group = `[${sign === ',' ? '.' : ','}${GROUP_SIGNS}]`
  const whole = `(?<whole>\\d{1,3}(?<group>${group})\\d{3}(?:\\k<group>\\d{3})*|\\d+)`
  return new RegExp(`^${whole}(?:\\${sign}(?<part>\\d+))?$`).exec(typed)?.groups
}
