import type { Config } from '@netlify/functions'
import { strategiesContract } from '#core/prices/contract.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'
import { deleteStrategy } from '../src/prices/strategies.repo.ts'
import { updateStrategy } from '../src/prices/update-strategy.ts'

export default oneAddress(
  endpoint(strategiesContract.update, ({ ctx, params, body }) => updateStrategy(ctx, params.id, body)),
  endpoint(strategiesContract.remove, ({ ctx, params }) => deleteStrategy(ctx.db, params.id)),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/strategies/:id', method: ['PATCH', 'DELETE'] }
