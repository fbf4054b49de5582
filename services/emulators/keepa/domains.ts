/** Keepa's numbers of Amazon's marketplaces; 7 was never assigned and Australia is not served. */
export const KEEPA_DOMAINS = {
  1: 'com',
  2: 'co.uk',
  3: 'de',
  4: 'fr',
  5: 'co.jp',
  6: 'ca',
  8: 'it',
  9: 'es',
  10: 'in',
  11: 'com.mx',
  12: 'com.br',
} as const

export type DomainId = keyof typeof KEEPA_DOMAINS

export function isDomainId(value: number): value is DomainId {
  return value in KEEPA_DOMAINS
}

/** Cents of the local currency per US cent, roughly; yen has no cents. */
export const PRICE_FACTOR: Record<DomainId, number> = {
  1: 1,
  2: 0.82,
  3: 0.95,
  4: 0.97,
  5: 1.5,
  6: 1.35,
  8: 0.98,
  9: 0.96,
  10: 84,
  11: 18,
  12: 5.4,
}
