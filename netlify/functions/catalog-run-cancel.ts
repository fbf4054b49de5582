import type { Config } from '@netlify/functions'
import { catalogContract } from '#core/catalog/contract.ts'
import { cancelRun } from '../src/catalog/runs.repo.ts'
import { endpoint } from '../src/http/endpoint.ts'

export default endpoint(catalogContract.cancelRun, ({ ctx, params }) => cancelRun(ctx.db, params.id))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/catalog/runs/:id/cancel', method: 'POST' }
