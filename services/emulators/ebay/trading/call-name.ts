import type { FaultCall } from '../../frame/faults.ts'

const CALLS: readonly [method: string, path: RegExp, name: string][] = [
  ['POST', /^\/api\/identity\/v1\/oauth2\/token$/, 'token'],
  ['GET', /^\/apiz\/commerce\/identity\/v1\/user\/$/, 'getUser'],
  ['GET', /\/inventory_item$/, 'getInventoryItems'],
  ['GET', /\/inventory_item\/[^/]+$/, 'getInventoryItem'],
  ['PUT', /\/inventory_item\/[^/]+$/, 'createOrReplaceInventoryItem'],
  ['DELETE', /\/inventory_item\/[^/]+$/, 'deleteInventoryItem'],
  ['POST', /\/bulk_get_inventory_item$/, 'bulkGetInventoryItem'],
  ['POST', /\/bulk_update_price_quantity$/, 'bulkUpdatePriceQuantity'],
  ['GET', /\/offer$/, 'getOffers'],
  ['GET', /\/offer\/[^/]+$/, 'getOffer'],
  ['POST', /\/offer$/, 'createOffer'],
  ['PUT', /\/offer\/[^/]+$/, 'updateOffer'],
  ['DELETE', /\/offer\/[^/]+$/, 'deleteOffer'],
  ['POST', /\/offer\/[^/]+\/publish$/, 'publishOffer'],
  ['POST', /\/offer\/[^/]+\/withdraw$/, 'withdrawOffer'],
  ['GET', /\/location$/, 'getInventoryLocations'],
  ['GET', /\/fulfillment_policy$/, 'getFulfillmentPolicies'],
  ['GET', /\/payment_policy$/, 'getPaymentPolicies'],
  ['GET', /\/return_policy$/, 'getReturnPolicies'],
  ['GET', /\/get_default_category_tree_id$/, 'getDefaultCategoryTreeId'],
  ['GET', /\/get_category_suggestions$/, 'getCategorySuggestions'],
  ['GET', /\/get_item_aspects_for_category$/, 'getItemAspectsForCategory'],
  ['GET', /\/get_item_condition_policies$/, 'getItemConditionPolicies'],
  ['GET', /\/public_key\/[^/]+$/, 'getPublicKey'],
  ['GET', /\/user_rate_limit\/$/, 'getUserRateLimits'],
]

/** eBay's own name of a call: Trading's begin with a capital. Undefined for what is not the API (the consent page). */
export function callName({
  method,
  path,
  headers,
}: Pick<FaultCall, 'method' | 'path' | 'headers'>): string | undefined {
  if (path === '/api/ws/api.dll') return headers.get('x-ebay-api-call-name') ?? 'Trading'
  if (!path.startsWith('/api/') && !path.startsWith('/apiz/')) return undefined
  return CALLS.find(([wanted, pattern]) => wanted === method && pattern.test(path))?.[2] ?? 'other'
}
