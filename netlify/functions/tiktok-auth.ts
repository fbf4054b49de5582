import type { Config } from '@netlify/functions'
import { tiktokContract } from '#core/connections/social.ts'
import { tiktokConnection } from '../src/connections/tiktok.ts'
import { endpoint } from '../src/http/endpoint.ts'

export default endpoint(tiktokContract.auth, ({ ctx, query }) =>
  tiktokConnection.beginSignIn(ctx, { withMessages: query.with_messages === 'true' }),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/tiktok-auth', method: 'GET' }
