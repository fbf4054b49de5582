import type { Config } from '@netlify/functions'
import { instagramContract } from '#core/connections/social.ts'
import { instagramConnection } from '../src/connections/instagram.ts'
import { endpoint } from '../src/http/endpoint.ts'

export default endpoint(instagramContract.auth, ({ ctx, query }) =>
  instagramConnection.beginSignIn(ctx, { withMessages: query.with_messages === 'true' }),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/instagram-auth', method: 'GET' }
