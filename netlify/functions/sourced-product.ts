import type { Config } from '@netlify/functions'
import { productsContract } from '#core/products/contract.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'
import { getProduct } from '../src/products/products.repo.ts'
import { removeProduct } from '../src/products/remove-product.ts'
import { updateProduct } from '../src/products/update-product.ts'

export default oneAddress(
  endpoint(productsContract.get, ({ ctx, params }) => getProduct(ctx.db, params.id)),
  endpoint(productsContract.update, ({ ctx, params, body }) => updateProduct(ctx, params.id, body)),
  endpoint(productsContract.remove, ({ ctx, params }) => removeProduct(ctx, params.id)),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = {
  path: '/api/sourced-products/:id',
  method: ['GET', 'PATCH', 'DELETE'],
  // Without this, Netlify takes these path segments for ids.
  excludedPath: [
    '/api/sourced-products/bulk',
    '/api/sourced-products/by-status',
    '/api/sourced-products/export',
    '/api/sourced-products/import',
  ],
}
