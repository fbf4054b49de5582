import type { Config } from '@netlify/functions'
import { listingsContract } from '#core/listings/contract.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'
import { getLastSync } from '../src/listings/listings.repo.ts'
import { syncListings } from '../src/listings/update-listings.ts'

export default oneAddress(
  endpoint(listingsContract.lastSync, async ({ ctx }) => ({ sync: await getLastSync(ctx.db) })),
  endpoint(listingsContract.sync, ({ ctx }) => syncListings(ctx)),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/listings/sync', method: ['GET', 'POST'] }
