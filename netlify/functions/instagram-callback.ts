import type { Config } from '@netlify/functions'
import { instagramContract } from '#core/connections/social.ts'
import { instagramConnection } from '../src/connections/instagram.ts'
import { endpoint } from '../src/http/endpoint.ts'

export default endpoint(instagramContract.callback, ({ query, cookies }) =>
  instagramConnection.finishSignIn(query, cookies),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/instagram-callback', method: 'GET' }
