import type { Config } from '@netlify/functions'
import { youtubeContract } from '#core/connections/social.ts'
import { youtubeConnection } from '../src/connections/youtube.ts'
import { endpoint } from '../src/http/endpoint.ts'

export default endpoint(youtubeContract.auth, ({ ctx, query }) =>
  youtubeConnection.beginSignIn(ctx, { withMessages: query.with_messages === 'true' }),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/youtube-auth', method: 'GET' }
