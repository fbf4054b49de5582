import type { Config } from '@netlify/functions'
import { catalogContract } from '#core/catalog/contract.ts'
import { forecastRun } from '../src/catalog/start-run.ts'
import { endpoint } from '../src/http/endpoint.ts'

export default endpoint(catalogContract.forecast, ({ ctx, body }) => forecastRun(ctx, body))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/catalog/runs/forecast', method: 'POST' }
