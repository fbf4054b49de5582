import type { Config } from '@netlify/functions'
import { productsContract } from '#core/products/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { getOperation } from '../src/products/operations.repo.ts'

export default endpoint(productsContract.operation, ({ ctx, params }) => getOperation(ctx.db, params.id))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/product-operations/:id', method: 'GET' }
