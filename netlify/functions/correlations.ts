import type { Config } from '@netlify/functions'
import { correlationsContract } from '#core/correlations/contract.ts'
import { listCorrelations } from '../src/correlations/correlations.repo.ts'
import { createCorrelation } from '../src/correlations/create-correlation.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'

export default oneAddress(
  endpoint(correlationsContract.list, ({ ctx, query }) => listCorrelations(ctx.db, query)),
  endpoint(correlationsContract.create, ({ ctx, body }) => createCorrelation(ctx, body)),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/correlations', method: ['GET', 'POST'] }
