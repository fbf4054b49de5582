import type { Config } from '@netlify/functions'
import { listingsContract } from '#core/listings/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { countListings } from '../src/listings/listings.repo.ts'

export default endpoint(listingsContract.counts, ({ ctx }) => countListings(ctx.db))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/listings/counts', method: 'GET' }
