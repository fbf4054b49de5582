import type { Config } from '@netlify/functions'
import { ebayContract } from '#core/connections/ebay.ts'
import { ebayConnection } from '../src/connections/ebay.ts'
import { endpoint } from '../src/http/endpoint.ts'

export default endpoint(ebayContract.auth, ({ ctx }) => ebayConnection.beginSignIn(ctx))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/ebay-auth', method: 'GET' }
