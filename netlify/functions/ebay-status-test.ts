import type { Config } from '@netlify/functions'
import { ebayContract } from '#core/connections/ebay.ts'
import { ebayConnection } from '../src/connections/ebay.ts'
import { endpoint } from '../src/http/endpoint.ts'

export default endpoint(ebayContract.test, ({ ctx }) => ebayConnection.test(ctx))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/ebay-status/test', method: 'POST' }
