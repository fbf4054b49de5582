import type { Config } from '@netlify/functions'
import { productsContract } from '#core/products/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { summarizeByStatus } from '../src/products/products.repo.ts'

export default endpoint(productsContract.byStatus, ({ ctx, query }) => summarizeByStatus(ctx.db, query))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/sourced-products/by-status', method: 'GET' }
