import type { Config } from '@netlify/functions'
import { correlationsContract } from '#core/correlations/contract.ts'
import { decide } from '../src/correlations/decide.ts'
import { endpoint } from '../src/http/endpoint.ts'

export default endpoint(correlationsContract.decide, ({ ctx, params, body }) => decide(ctx, params.id, body))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/correlations/:id', method: 'PATCH' }
