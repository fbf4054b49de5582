import type { Config } from '@netlify/functions'
import { productsContract } from '#core/products/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { listStatuses } from '../src/products/products.repo.ts'

export default endpoint(productsContract.statuses, ({ ctx }) => listStatuses(ctx.db))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/crm-statuses', method: 'GET' }
