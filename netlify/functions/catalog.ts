import type { Config } from '@netlify/functions'
import { catalogContract } from '#core/catalog/contract.ts'
import { listCatalog } from '../src/catalog/catalog.repo.ts'
import { endpoint } from '../src/http/endpoint.ts'

export default endpoint(catalogContract.list, ({ ctx, query }) => listCatalog(ctx.db, query))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/catalog', method: 'GET' }
