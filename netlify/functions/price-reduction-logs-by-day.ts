import type { Config } from '@netlify/functions'
import { pricesContract } from '#core/prices/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { sumPriceChangesByDay } from '../src/prices/price-history.repo.ts'

export default endpoint(pricesContract.byDay, async ({ ctx, query }) => ({
  items: await sumPriceChangesByDay(ctx.db, query),
}))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/price-reduction-logs/by-day', method: 'GET' }
