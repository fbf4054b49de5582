import type { Config } from '@netlify/functions'
import { pricesContract } from '#core/prices/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { exportPriceHistory } from '../src/prices/export-price-history.ts'

export default endpoint(pricesContract.export, ({ ctx, query }) => exportPriceHistory(ctx, query))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/price-reduction-logs/export', method: 'GET' }
