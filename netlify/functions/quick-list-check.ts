import type { Config } from '@netlify/functions'
import { quickListContract } from '#core/ebay/quick-list-contract.ts'
import { checkQuickList } from '../src/ebay/quick-list/check-quick-list.ts'
import { endpoint } from '../src/http/endpoint.ts'

export default endpoint(quickListContract.check, ({ ctx, body }) => checkQuickList(ctx, body))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/quick-list/check', method: 'POST' }
