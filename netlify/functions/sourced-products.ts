import type { Config } from '@netlify/functions'
import { productsContract } from '#core/products/contract.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'
import { createProduct } from '../src/products/create-product.ts'
import { listProducts } from '../src/products/products.repo.ts'

export default oneAddress(
  endpoint(productsContract.list, ({ ctx, query }) => listProducts(ctx.db, query)),
  endpoint(productsContract.create, ({ ctx, body }) => createProduct(ctx, body)),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/sourced-products', method: ['GET', 'POST'] }
