import type { Config } from '@netlify/functions'
import { pricesContract } from '#core/prices/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { getPriceRun } from '../src/prices/price-history.repo.ts'

export default endpoint(pricesContract.run, ({ ctx, params }) => getPriceRun(ctx.db, params.id))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/price-runs/:id', method: 'GET' }
