const IMAGE_SIZES = ['small', 'medium', 'large', 'highRes']

/** What a request may ask of an item. */
export const ITEM_RESOURCES: ReadonlySet<string> = new Set([
  'browseNodeInfo.browseNodes',
  'browseNodeInfo.browseNodes.ancestor',
  'browseNodeInfo.browseNodes.salesRank',
  'browseNodeInfo.websiteSalesRank',
  'customerReviews.count',
  'customerReviews.starRating',
  ...['primary', 'variants'].flatMap((place) => IMAGE_SIZES.map((size) => `images.${place}.${size}`)),
  'itemInfo.byLineInfo',
  'itemInfo.classifications',
  'itemInfo.contentInfo',
  'itemInfo.contentRating',
  'itemInfo.externalIds',
  'itemInfo.features',
  'itemInfo.manufactureInfo',
  'itemInfo.productInfo',
  'itemInfo.technicalInfo',
  'itemInfo.title',
  'itemInfo.tradeInInfo',
  'offersV2.listings.availability',
  'offersV2.listings.condition',
  'offersV2.listings.dealDetails',
  'offersV2.listings.isBuyBoxWinner',
  'offersV2.listings.loyaltyPoints',
  'offersV2.listings.merchantInfo',
  'offersV2.listings.price',
  'offersV2.listings.type',
  'parentASIN',
])

export const VARIATION_RESOURCES: ReadonlySet<string> = new Set([
  ...ITEM_RESOURCES,
  'variationSummary.price.highestPrice',
  'variationSummary.price.lowestPrice',
  'variationSummary.variationDimension',
])

export const SEARCH_RESOURCES: ReadonlySet<string> = new Set([...ITEM_RESOURCES, 'searchRefinements'])
