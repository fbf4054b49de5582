import type { Config } from '@netlify/functions'
import { listingsContract } from '#core/listings/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { carryOverListings } from '../src/listings/update-listings.ts'

export default endpoint(listingsContract.carryOver, ({ ctx, body }) => carryOverListings(ctx, body))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/listings/carry-over', method: 'POST' }
