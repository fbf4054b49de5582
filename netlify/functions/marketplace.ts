import type { Config } from '@netlify/functions'
import { tasksContract } from '#core/tasks/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { updateMarketplace } from '../src/tasks/tasks.repo.ts'

export default endpoint(tasksContract.updateMarketplace, ({ ctx, params, body }) =>
  updateMarketplace(ctx.db, params.code, body),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/marketplaces/:code', method: 'PATCH' }
