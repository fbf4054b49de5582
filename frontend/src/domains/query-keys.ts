/**
 * The first part of every query key: a feature that changes data invalidates the keys of everything that shows the
 * data.
 */
export const queryKeys = {
  me: ['me'],
  sessions: ['sessions'],
  products: ['products'],
  changes: ['changes'],
  crmLists: ['crm-lists'],
  views: ['saved-views'],
  imports: ['imports'],
  videos: ['videos'],
  correlations: ['correlations'],
  tasks: ['tasks'],
  placements: ['placements'],
  catalog: ['catalog'],
  marketplaces: ['marketplaces'],
  connections: ['connections'],
  vendorUsage: ['vendor-usage'],
  ebaySettings: ['ebay-settings'],
  listings: ['listings'],
  strategies: ['strategies'],
  priceHistory: ['price-history'],
  quickList: ['quick-list'],
  socialAccounts: ['social-accounts'],
  thumbnails: ['thumbnails'],
  socialPosts: ['social-posts'],
  socialSettings: ['social-settings'],
  inbox: ['inbox'],
  inboxReading: ['inbox-reading'],
  savedReplies: ['saved-replies'],
} as const
