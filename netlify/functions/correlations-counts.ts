import type { Config } from '@netlify/functions'
import { correlationsContract } from '#core/correlations/contract.ts'
import { countCorrelations } from '../src/correlations/correlations.repo.ts'
import { endpoint } from '../src/http/endpoint.ts'

export default endpoint(correlationsContract.counts, ({ ctx, query }) => countCorrelations(ctx.db, query.product_id))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/correlations/counts', method: 'GET' }
