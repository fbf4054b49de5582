import type { Config } from '@netlify/functions'
import { productsContract } from '#core/products/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { bulkEditProducts } from '../src/products/bulk-edit-products.ts'

export default endpoint(productsContract.bulk, ({ ctx, body }) => bulkEditProducts(ctx, body))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/sourced-products/bulk', method: 'POST' }
