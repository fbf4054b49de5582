import type { Config } from '@netlify/functions'
import { pricesContract } from '#core/prices/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { previewPrices } from '../src/prices/reduce-prices.ts'

export default endpoint(pricesContract.preview, ({ ctx, body }) => previewPrices(ctx, body))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/reduce-prices/preview', method: 'POST' }
