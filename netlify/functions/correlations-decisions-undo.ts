import type { Config } from '@netlify/functions'
import { correlationsContract } from '#core/correlations/contract.ts'
import { undo } from '../src/correlations/decide.ts'
import { endpoint } from '../src/http/endpoint.ts'

export default endpoint(correlationsContract.undoDecisions, ({ ctx, params }) => undo(ctx, params.batch_id))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/correlations/decisions/:batch_id/undo', method: 'POST' }
