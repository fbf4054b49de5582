import type { Config } from '@netlify/functions'
import { listingsContract } from '#core/listings/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { getListingHistory } from '../src/listings/listings.repo.ts'

export default endpoint(listingsContract.history, ({ ctx, params }) => getListingHistory(ctx.db, params.id))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/listings/:id/history', method: 'GET' }
