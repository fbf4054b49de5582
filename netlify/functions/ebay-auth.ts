import type { Config } from '@netlify/functions'
import { ebayContract } from '#core/connections/ebay.ts'
import { beginEbaySignIn } from '../src/connections/sign-in-to-ebay.ts'
import { endpoint } from '../src/http/endpoint.ts'

export default endpoint(ebayContract.auth, ({ ctx }) => beginEbaySignIn(ctx))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/ebay-auth', method: 'GET' }
