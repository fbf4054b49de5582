import type { Config } from '@netlify/functions'
import { listingsContract } from '#core/listings/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { listListings } from '../src/listings/listings.repo.ts'

export default endpoint(listingsContract.list, ({ ctx, query }) => listListings(ctx.db, query))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/listings', method: 'GET' }
