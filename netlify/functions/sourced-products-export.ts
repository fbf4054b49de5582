import type { Config } from '@netlify/functions'
import { exportsContract } from '#core/products/exports.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { exportProducts } from '../src/products/export-products.ts'

export default endpoint(exportsContract.products, ({ ctx, query }) => exportProducts(ctx, query))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/sourced-products/export', method: 'GET' }
