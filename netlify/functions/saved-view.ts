import type { Config } from '@netlify/functions'
import { viewsContract } from '#core/products/views/contract.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'
import { removeView, updateView } from '../src/products/views/save-view.ts'

export default oneAddress(
  endpoint(viewsContract.update, ({ ctx, params, body }) => updateView(ctx, params.id, body)),
  endpoint(viewsContract.remove, ({ ctx, params }) => removeView(ctx, params.id)),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/saved-views/:id', method: ['PATCH', 'DELETE'] }
