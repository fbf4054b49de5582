import type { Config } from '@netlify/functions'
import { youtubeContract } from '#core/connections/social.ts'
import { youtubeConnection } from '../src/connections/youtube.ts'
import { endpoint } from '../src/http/endpoint.ts'

export default endpoint(youtubeContract.callback, ({ query, cookies }) =>
  youtubeConnection.finishSignIn(query, cookies),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/youtube-callback', method: 'GET' }
