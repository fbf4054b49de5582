import type { Seller } from './state.ts'

export const DEMO_SELLER = 'ma8vp1jySJC'
export const SECOND_SELLER = 'kT4wq9LsQxR'

/** Two sellers: Dana's shop with fifty listings, and Sam's with two. */
export const defaultSellers: readonly Seller[] = [
  {
    user_id: DEMO_SELLER,
    username: 'dana_finds_deals',
    account_type: 'BUSINESS',
    marketplace_id: 'EBAY_US',
    eias_token: 'nY+sHZ2PrBmdj6wVnY+sEZ2PrA2dj6wJnY+gAZGEpwmdj6x9nY+seQ==',
    selling_limit_reached: false,
  },
  {
    user_id: SECOND_SELLER,
    username: 'sams_second_shelf',
    account_type: 'INDIVIDUAL',
    marketplace_id: 'EBAY_US',
    eias_token: 'nY+sHZ2PrBmdj6wVnY+sEZ2PrA2dj6wFk4GhC5iEogudj6x9nY+seQ==',
    selling_limit_reached: false,
  },
]

const PER_MARKETPLACE: Record<string, { name: string; site: string; siteId: string; currency: string; tree: string }> =
  {
    EBAY_US: { name: 'eBay US', site: 'US', siteId: '0', currency: 'USD', tree: '0' },
    EBAY_GB: { name: 'eBay UK', site: 'UK', siteId: '3', currency: 'GBP', tree: '3' },
    EBAY_DE: { name: 'eBay Germany', site: 'Germany', siteId: '77', currency: 'EUR', tree: '77' },
    EBAY_CA: { name: 'eBay Canada', site: 'Canada', siteId: '2', currency: 'CAD', tree: '2' },
    EBAY_AU: { name: 'eBay Australia', site: 'Australia', siteId: '15', currency: 'AUD', tree: '15' },
  }

/** Site, currency and category tree of a marketplace; undefined for one that is not emulated. */
export const marketplaceOf = (id: string) => PER_MARKETPLACE[id]

export const isSiteId = (siteId: string): boolean =>
  Object.values(PER_MARKETPLACE).some((marketplace) => marketplace.siteId === siteId)

export const siteOfCurrency = (currency: string): string =>
  Object.values(PER_MARKETPLACE).find((marketplace) => marketplace.currency === currency)?.site ?? 'US'

/** The same for every seller: policies and the place things are sent from. */
export const FULFILLMENT_POLICY = '6196932000'
export const FULFILLMENT_POLICY_CALCULATED = '6196933000'
export const PAYMENT_POLICY = '6196947000'
export const RETURN_POLICY = '6197962000'
export const RETURN_POLICY_NONE = '6197963000'
export const LOCATION_KEY = 'warehouse-reno'
