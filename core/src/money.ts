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
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency })
  return format.format(cents / 10 ** minorDigits(currency))
}

const digitsByCurrency = new Map<string, number>()

/** How many digits a currency has after the decimal sign: two, none (JPY) or three (KWD). */
export function minorDigits(currency: string): number {
  const known = digitsByCurrency.get(currency)
  if (known !== undefined) return known
  const format = new Intl.NumberFormat('en', { style: 'currency', currency })
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2
  digitsByCurrency.set(currency, digits)
  return digits
}

/** Minor units as an exact decimal number with a point, `1234.50`, for files and machines. */
export function moneyDecimal(cents: number, currency: string): string {
  const digits = minorDigits(currency)
  const text = String(cents).padStart(digits + 1, '0')
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`
}

/** A typed amount ("1,234.50", "12") as minor units of a two-digit currency; null when it is not an amount. */
export function parseMoney(text: string): number | null {
  const match = /^\s*(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?\s*$/.exec(text)
  if (!match?.[1]) return null
  return Number(match[1].replaceAll(',', '')) * 100 + Number((match[2] ?? '').padEnd(2, '0'))
}
