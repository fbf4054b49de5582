/**
 * A share between 0 and 1 in the person's locale: `5%`, `13.25%`; German puts a space before the sign. Two digits at
 * most.
 */
export const formatPercent = (share: number, locale?: string): string =>
  share.toLocaleString(locale, { style: 'percent', maximumFractionDigits: 2 })
