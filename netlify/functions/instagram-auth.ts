import type { Config } from '@netlify/functions'
import { instagramContract } from '#core/connections/social.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { beginInstagramSignIn } from '../src/social/accounts/begin-sign-in.ts'

export default endpoint(instagramContract.auth, ({ ctx, query }) => beginInstagramSignIn(ctx, query))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/instagram-auth', method: 'GET' }
