import type { Config } from '@netlify/functions'
import { listingsContract } from '#core/listings/contract.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'
import { getListedListing } from '../src/listings/listings.repo.ts'
import { updateListing } from '../src/listings/update-listings.ts'

export default oneAddress(
  endpoint(listingsContract.get, ({ ctx, params }) => getListedListing(ctx.db, params.id)),
  endpoint(listingsContract.update, ({ ctx, params, body }) => updateListing(ctx, params.id, body)),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = {
  path: '/api/listings/:id',
  // Path segments with functions of their own.
  excludedPath: ['/api/listings/counts', '/api/listings/sync'],
  method: ['GET', 'PATCH'],
}
