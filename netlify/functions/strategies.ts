import type { Config } from '@netlify/functions'
import { strategiesContract } from '#core/prices/contract.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'
import { insertStrategy, listStrategies } from '../src/prices/strategies.repo.ts'

export default oneAddress(
  endpoint(strategiesContract.list, async ({ ctx }) => ({ items: await listStrategies(ctx.db) })),
  endpoint(strategiesContract.create, ({ ctx, body }) => insertStrategy(ctx.db, body)),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/strategies', method: ['GET', 'POST'] }
