import type { Config } from '@netlify/functions'
import { correlationsContract } from '#core/correlations/contract.ts'
import { requestSearch } from '../src/correlations/request-search.ts'
import { listSearches } from '../src/correlations/searches.repo.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'

export default oneAddress(
  endpoint(correlationsContract.searches, ({ ctx, query }) => listSearches(ctx.db, query)),
  endpoint(correlationsContract.search, ({ ctx, body }) => requestSearch(ctx, body)),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/correlations/search', method: ['GET', 'POST'] }
