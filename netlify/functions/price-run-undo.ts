import type { Config } from '@netlify/functions'
import { pricesContract } from '#core/prices/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { undoPriceRun } from '../src/prices/reduce-prices.ts'

export default endpoint(pricesContract.undoRun, ({ ctx, params }) => undoPriceRun(ctx, params.id))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/price-runs/:id/undo', method: 'POST' }
