import type { Config } from '@netlify/functions'
import { catalogContract } from '#core/catalog/contract.ts'
import { listExpansion } from '../src/catalog/expansion.repo.ts'
import { endpoint } from '../src/http/endpoint.ts'

export default endpoint(catalogContract.expansion, ({ ctx, query }) => listExpansion(ctx.db, query))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/expansion', method: 'GET' }
