/** Where quick list sells: eBay's American site, its category tree, and the Keepa marketplace for ASINs. */
export const QUICK_LIST_MARKETPLACE = {
  marketplace_id: 'EBAY_US',
  tree_id: '0',
  currency: 'USD',
  keepa_domain_id: 1,
} as const

const SITES = { production: 'https://www.ebay.com', sandbox: 'https://www.sandbox.ebay.com' } as const

/** Where buyers see a listing. */
export const listingUrl = (environment: keyof typeof SITES, itemId: string): string =>
  `${SITES[environment]}/itm/${encodeURIComponent(itemId)}`
