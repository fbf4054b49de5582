import { z } from 'zod'
import { EBAY_CONNECTION_PROBLEMS } from '../connections/ebay.ts'
import { defineContract } from '../http/contract.ts'
import { listOf } from '../http/list.ts'
import { Cents } from '../money.ts'
import { PRICE_CHANGE_PROBLEMS } from '../prices/contract.ts'
import { PriceChange } from '../prices/schema.ts'
import {
  BulkUpdateListings,
  CarryOverListings,
  EbaySync,
  ListedListing,
  Listing,
  ListingCounts,
  ListingFilters,
  ListingHistory,
  UpdateListing,
} from './schema.ts'

const params = z.strictObject({ id: z.uuid() })

export const listingsContract = {
  list: defineContract({
    method: 'GET',
    path: '/api/listings',
    summary: 'eBay listings with their product and recent prices',
    audience: 'user',
    query: ListingFilters,
    response: listOf(ListedListing),
    problems: ['not_allowed'],
  }),
  counts: defineContract({
    method: 'GET',
    path: '/api/listings/counts',
    summary: 'How many listings stand where',
    audience: 'user',
    response: ListingCounts,
    problems: ['not_allowed'],
  }),
  get: defineContract({
    method: 'GET',
    path: '/api/listings/:id',
    summary: 'One listing, as the list shows it',
    audience: 'user',
    params,
    response: ListedListing,
    problems: ['not_allowed', 'listing_not_found'],
  }),
  update: defineContract({
    method: 'PATCH',
    path: '/api/listings/:id',
    summary: 'Change what is yours of a listing: floor, strategy, switch, cost, hidden, product',
    audience: 'user',
    params,
    body: UpdateListing,
    response: Listing,
    problems: ['not_allowed', 'listing_not_found', 'strategy_not_found', 'product_not_found'],
  }),
  bulk: defineContract({
    method: 'POST',
    path: '/api/listings/bulk',
    summary: 'The same for many listings; a floor may be a share of the price, or cost + fees + margin',
    audience: 'user',
    body: BulkUpdateListings,
    response: z.object({ changed: z.number().int(), without_cost: z.number().int() }),
    problems: ['not_allowed', 'strategy_not_found'],
  }),
  carryOver: defineContract({
    method: 'POST',
    path: '/api/listings/carry-over',
    summary: 'Give relisted items the floor, strategy, switch and cost of the ended listings, or decline',
    audience: 'user',
    body: CarryOverListings,
    response: z.object({ changed: z.number().int() }),
    problems: ['not_allowed'],
  }),
  history: defineContract({
    method: 'GET',
    path: '/api/listings/:id/history',
    summary: 'Recorded days of the last year, price changes and sales of a listing',
    audience: 'user',
    params,
    response: ListingHistory,
    problems: ['not_allowed', 'listing_not_found'],
  }),
  setPrice: defineContract({
    method: 'POST',
    path: '/api/listings/:id/price',
    summary: 'Change the price on eBay now: any direction, below the floor only when confirmed',
    audience: 'user',
    params,
    body: z.strictObject({ price_cents: Cents.min(1), is_below_floor_confirmed: z.boolean().default(false) }),
    response: PriceChange,
    status: 201,
    problems: [
      'not_allowed',
      'listing_not_found',
      'price_unchanged',
      ...PRICE_CHANGE_PROBLEMS,
      ...EBAY_CONNECTION_PROBLEMS,
    ],
    idempotent: true,
  }),
  sync: defineContract({
    method: 'POST',
    path: '/api/listings/sync',
    summary: 'Read everything on sale from eBay, in the background',
    audience: 'user',
    response: z.object({ sync: EbaySync.nullable() }),
    status: 202,
    problems: ['not_allowed', ...EBAY_CONNECTION_PROBLEMS],
  }),
  lastSync: defineContract({
    method: 'GET',
    path: '/api/listings/sync',
    summary: 'How the newest sync stands; null before the first',
    audience: 'user',
    response: z.object({ sync: EbaySync.nullable() }),
    problems: ['not_allowed'],
  }),
}
