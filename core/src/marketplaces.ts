import { z } from 'zod'

export const MarketplaceCode = z.enum(['US', 'CA', 'UK', 'DE', 'AU', 'FR', 'ES', 'IT', 'MX', 'JP'])
export type MarketplaceCode = z.infer<typeof MarketplaceCode>

export type Marketplace = {
  code: MarketplaceCode
  name: string
  /** Host of the shop without `www.`. */
  domain: string
  currency: string
  /** ISO 639-1 language that Amazon expects of a video. */
  language: string
  /** Keepa's domain number; null where Keepa has none (Australia). */
  keepa_domain_id: number | null
  /** On by default. */
  is_default: boolean
}

/** Keepa numbers: https://keepa.com/#!discuss/t/product-request (domain). Pages show this order. */
export const MARKETPLACES: readonly Marketplace[] = [
  {
    code: 'US',
    name: 'United States',
    domain: 'amazon.com',
    currency: 'USD',
    language: 'en',
    keepa_domain_id: 1,
    is_default: true,
  },
  {
    code: 'CA',
    name: 'Canada',
    domain: 'amazon.ca',
    currency: 'CAD',
    language: 'en',
    keepa_domain_id: 6,
    is_default: true,
  },
  {
    code: 'UK',
    name: 'United Kingdom',
    domain: 'amazon.co.uk',
    currency: 'GBP',
    language: 'en',
    keepa_domain_id: 2,
    is_default: true,
  },
  {
    code: 'DE',
    name: 'Germany',
    domain: 'amazon.de',
    currency: 'EUR',
    language: 'de',
    keepa_domain_id: 3,
    is_default: true,
  },
  {
    code: 'AU',
    name: 'Australia',
    domain: 'amazon.com.au',
    currency: 'AUD',
    language: 'en',
    keepa_domain_id: null,
    is_default: false,
  },
  {
    code: 'FR',
    name: 'France',
    domain: 'amazon.fr',
    currency: 'EUR',
    language: 'fr',
    keepa_domain_id: 4,
    is_default: false,
  },
  {
    code: 'ES',
    name: 'Spain',
    domain: 'amazon.es',
    currency: 'EUR',
    language: 'es',
    keepa_domain_id: 9,
    is_default: false,
  },
  {
    code: 'IT',
    name: 'Italy',
    domain: 'amazon.it',
    currency: 'EUR',
    language: 'it',
    keepa_domain_id: 8,
    is_default: false,
  },
  {
    code: 'MX',
    name: 'Mexico',
    domain: 'amazon.com.mx',
    currency: 'MXN',
    language: 'es',
    keepa_domain_id: 11,
    is_default: false,
  },
  {
    code: 'JP',
    name: 'Japan',
    domain: 'amazon.co.jp',
    currency: 'JPY',
    language: 'ja',
    keepa_domain_id: 5,
    is_default: false,
  },
]

/** The marketplace with that code. */
export function marketplace(code: MarketplaceCode): Marketplace {
  const found = MARKETPLACES.find((item) => item.code === code)
  if (!found) throw new RangeError(`No marketplace ${code}`)
  return found
}

/** The marketplace of a page, by its whole host: amazon.com.mx is Mexico, not the US. Null for other hosts. */
export function marketplaceOfHost(host: string): MarketplaceCode | null {
  const bare = host.toLowerCase().replace(/:\d+$/, '')
  return MARKETPLACES.find(({ domain }) => bare === domain || bare.endsWith(`.${domain}`))?.code ?? null
}

/** The product's page in that marketplace. */
export const amazonProductUrl = (code: MarketplaceCode, asin: string): string =>
  `https://www.${marketplace(code).domain}/dp/${asin}`

/**
 * Amazon's page for uploading a creator's video in that marketplace (third-party note, last seen working April 2026).
 */
export const amazonUploadUrl = (code: MarketplaceCode): string =>
  `https://www.${marketplace(code).domain}/creatorhub/video/upload`
