import type { Config } from '@netlify/functions'
import { quickListContract } from '#core/ebay/quick-list-contract.ts'
import { getQuickList } from '../src/ebay/quick-list/quick-list.repo.ts'
import { endpoint } from '../src/http/endpoint.ts'

export default endpoint(quickListContract.get, ({ ctx, params }) => getQuickList(ctx.db, params.id))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/quick-list/:id', method: 'GET' }
