import type { Config } from '@netlify/functions'
import { productsContract } from '#core/products/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { listActivity } from '../src/products/activity.repo.ts'

export default endpoint(productsContract.activity, ({ ctx, params, query }) => listActivity(ctx.db, params.id, query))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/sourced-products/:id/activity', method: 'GET' }
