import type { Config } from '@netlify/functions'
import { productsContract } from '#core/products/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { restoreProduct } from '../src/products/restore-product.ts'

export default endpoint(productsContract.restore, ({ ctx, params }) => restoreProduct(ctx, params.id))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/sourced-products/:id/restore', method: 'POST' }
