import type { Config } from '@netlify/functions'
import { listingsContract } from '#core/listings/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { updateListings } from '../src/listings/update-listings.ts'

export default endpoint(listingsContract.bulk, ({ ctx, body }) => updateListings(ctx, body))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/listings/bulk', method: 'POST' }
