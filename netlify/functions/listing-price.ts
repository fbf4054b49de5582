import type { Config } from '@netlify/functions'
import { listingsContract } from '#core/listings/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { setPrice } from '../src/listings/update-listings.ts'

export default endpoint(listingsContract.setPrice, ({ ctx, params, body }) => setPrice(ctx, params.id, body))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/listings/:id/price', method: 'POST' }
