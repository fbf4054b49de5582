/** eBay takes no lower price, in any currency. */
export const MINIMUM_PRICE_CENTS = 99

/** `1999` → `"19.99"`. */
export function centsToText(cents: number): string {
  return `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`
}

/** `"19.9"` → `1990`; null for anything that is no amount of at most two decimals. */
export function textToCents(text: string): number | null {
  const [, units, decimals = ''] = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(text) ?? []
  return units === undefined ? null : Number(units) * 100 + Number(decimals.padEnd(2, '0'))
}
