import type { Config } from '@netlify/functions'
import { correlationsContract } from '#core/correlations/contract.ts'
import { getCorrelation } from '../src/correlations/correlations.repo.ts'
import { decide } from '../src/correlations/decide.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'

export default oneAddress(
  endpoint(correlationsContract.get, ({ ctx, params }) => getCorrelation(ctx.db, params.id)),
  endpoint(correlationsContract.decide, ({ ctx, params, body }) => decide(ctx, params.id, body)),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = {
  path: '/api/correlations/:id',
  method: ['GET', 'PATCH'],
  excludedPath: ['/api/correlations/counts', '/api/correlations/decisions', '/api/correlations/search'],
}
