import type { Config } from '@netlify/functions'
import { listingsContract } from '#core/ebay/contract.ts'
import { updateListing } from '../src/ebay/update-listings.ts'
import { endpoint } from '../src/http/endpoint.ts'

export default endpoint(listingsContract.update, ({ ctx, params, body }) => updateListing(ctx, params.id, body))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/listings/:id', method: 'PATCH' }
