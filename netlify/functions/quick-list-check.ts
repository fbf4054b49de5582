import type { Config } from '@netlify/functions'
import { quickListContract } from '#core/quick-list/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { checkQuickList } from '../src/quick-list/check-quick-list.ts'

export default endpoint(quickListContract.check, ({ ctx, body }) => checkQuickList(ctx, body))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/quick-list/check', method: 'POST' }
