import type { Config } from '@netlify/functions'
import { ebayContract } from '#core/connections/ebay.ts'
import { finishEbaySignIn } from '../src/connections/sign-in-to-ebay.ts'
import { endpoint } from '../src/http/endpoint.ts'

export default endpoint(ebayContract.callback, ({ query, cookies }) => finishEbaySignIn(query, cookies))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/ebay-callback', method: 'GET' }
