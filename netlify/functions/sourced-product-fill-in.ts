import type { Config } from '@netlify/functions'
import { productsContract } from '#core/products/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { requestFillIn } from '../src/products/request-fill-in.ts'

export default endpoint(productsContract.fillIn, ({ ctx, params }) => requestFillIn(ctx, params.id))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/sourced-products/:id/fill-in', method: 'POST' }
