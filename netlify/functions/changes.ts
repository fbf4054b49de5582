import type { Config } from '@netlify/functions'
import { productsContract } from '#core/products/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { listChanges } from '../src/products/changes.repo.ts'

export default endpoint(productsContract.changes, ({ ctx, query }) => listChanges(ctx.db, query))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/changes', method: 'GET' }
