import type { Config } from '@netlify/functions'
import { listingsContract } from '#core/ebay/contract.ts'
import { getListingHistory } from '../src/ebay/listings.repo.ts'
import { endpoint } from '../src/http/endpoint.ts'

export default endpoint(listingsContract.history, ({ ctx, params }) => getListingHistory(ctx.db, params.id))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/listings/:id/history', method: 'GET' }
