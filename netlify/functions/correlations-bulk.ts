import type { Config } from '@netlify/functions'
import { correlationsContract } from '#core/correlations/contract.ts'
import { decideMany } from '../src/correlations/decide.ts'
import { endpoint } from '../src/http/endpoint.ts'

export default endpoint(correlationsContract.decideMany, ({ ctx, body }) => decideMany(ctx, body))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/correlations/bulk', method: 'POST' }
