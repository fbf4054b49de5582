/*
 * What stands beside an amount: a sign or a code. Some signs are of several currencies; these count as the currency that
 * is known otherwise, when it is one of them.
 */

/** ISO 4217 codes that this platform knows, upper case. */
const CODES = new Set(Intl.supportedValuesOf('currency'))

/** The currencies of a sign, the most likely first; upper case, without a period. */
const SIGNS: Readonly<Record<string, readonly string[]>> = {
  $: ['USD', 'CAD', 'AUD', 'NZD', 'SGD', 'HKD', 'MXN', 'TWD', 'ARS', 'CLP', 'COP'],
  US$: ['USD'],
  U$S: ['USD'],
  C$: ['CAD'],
  CA$: ['CAD'],
  CAD$: ['CAD'],
  CDN$: ['CAD'],
  A$: ['AUD'],
  AU$: ['AUD'],
  NZ$: ['NZD'],
  S$: ['SGD'],
  SG$: ['SGD'],
  HK$: ['HKD'],
  NT$: ['TWD'],
  MX$: ['MXN'],
  R$: ['BRL'],
  '€': ['EUR'],
  EURO: ['EUR'],
  '£': ['GBP', 'EGP'],
  '¥': ['JPY', 'CNY'],
  '￥': ['JPY', 'CNY'],
  'JP¥': ['JPY'],
  'CN¥': ['CNY'],
  RMB: ['CNY'],
  円: ['JPY'],
  元: ['CNY'],
  '₹': ['INR'],
  RS: ['INR', 'PKR', 'LKR', 'NPR'],
  '₩': ['KRW'],
  '₫': ['VND'],
  '₺': ['TRY'],
  TL: ['TRY'],
  '₽': ['RUB'],
  '₴': ['UAH'],
  '₪': ['ILS'],
  '₱': ['PHP'],
  '฿': ['THB'],
  '₦': ['NGN'],
  '₡': ['CRC'],
  ZŁ: ['PLN'],
  KČ: ['CZK'],
  FT: ['HUF'],
  LEI: ['RON'],
  FR: ['CHF'],
  SFR: ['CHF'],
  KR: ['SEK', 'NOK', 'DKK', 'ISK'],
}

/** Signs that nobody can place without knowing the country: an amount with them needs a currency from elsewhere. */
const NEEDS_COUNTRY = new Set(['KR', 'RS'])

/**
 * The currency of a sign or code beside an amount. `known` decides between the currencies of one sign. Null: no currency
 * has this sign; `ambiguous`: several have it, and none of them is known.
 */
export function currencyOfMark(mark: string, known: string | null): string | 'ambiguous' | null {
  const text = mark.toUpperCase().replace(/\.$/, '')
  if (/^[A-Z]{3}$/.test(text) && CODES.has(text)) return text
  const possible = SIGNS[text]
  if (!possible) return null
  if (known !== null && possible.includes(known)) return known
  return NEEDS_COUNTRY.has(text) ? 'ambiguous' : (possible[0] ?? null)
}

/** Where a comma is the usual sign before cents. */
const COMMA_BEFORE_CENTS = new Set(
  'EUR BRL ARS CLP COP DKK NOK SEK ISK PLN CZK HUF RON BGN RSD TRY RUB UAH IDR VND'.split(' '),
)

export const usualDecimalSign = (currency: string): '.' | ',' => (COMMA_BEFORE_CENTS.has(currency) ? ',' : '.')
