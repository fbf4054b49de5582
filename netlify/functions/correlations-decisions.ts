import type { Config } from '@netlify/functions'
import { correlationsContract } from '#core/correlations/contract.ts'
import { listDecisions } from '../src/correlations/correlations.repo.ts'
import { endpoint } from '../src/http/endpoint.ts'

export default endpoint(correlationsContract.decisions, ({ ctx, query }) => listDecisions(ctx.db, query))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/correlations/decisions', method: 'GET' }
