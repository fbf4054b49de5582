import type { Config } from '@netlify/functions'
import { metaContract } from '#core/connections/social.ts'
import { facebookConnection } from '../src/connections/facebook.ts'
import { endpoint } from '../src/http/endpoint.ts'

export default endpoint(metaContract.auth, ({ ctx, query }) =>
  facebookConnection.beginSignIn(ctx, { withMessages: query.with_messages === 'true' }),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/meta-auth', method: 'GET' }
