import type { Config } from '@netlify/functions'
import { metaContract } from '#core/connections/social.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { beginFacebookSignIn } from '../src/social/accounts/begin-sign-in.ts'

export default endpoint(metaContract.auth, ({ ctx, query }) => beginFacebookSignIn(ctx, query))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/meta-auth', method: 'GET' }
