/** The first word of every cached answer: a feature that changes something names what has to be asked again. */
export const queryKeys = {
  me: ['me'],
  products: ['products'],
  changes: ['changes'],
  crmLists: ['crm-lists'],
  views: ['saved-views'],
  imports: ['imports'],
  videos: ['videos'],
  correlations: ['correlations'],
  tasks: ['tasks'],
  countries: ['countries'],
  connections: ['connections'],
  ebaySettings: ['ebay-settings'],
  listings: ['listings'],
  strategies: ['strategies'],
  priceHistory: ['price-history'],
  quickList: ['quick-list'],
} as const
