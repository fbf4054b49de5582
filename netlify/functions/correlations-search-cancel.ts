import type { Config } from '@netlify/functions'
import { correlationsContract } from '#core/correlations/contract.ts'
import { cancelSearch } from '../src/correlations/searches.repo.ts'
import { endpoint } from '../src/http/endpoint.ts'

export default endpoint(correlationsContract.cancelSearch, ({ ctx, params }) => cancelSearch(ctx.db, params.id))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/correlations/search/:id/cancel', method: 'POST' }
