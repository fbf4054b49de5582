import type { Config } from '@netlify/functions'
import { quickListContract } from '#core/quick-list/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { getQuickList } from '../src/quick-list/quick-list.repo.ts'

export default endpoint(quickListContract.get, ({ ctx, params }) => getQuickList(ctx.db, params.id))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/quick-list/:id', method: 'GET' }
