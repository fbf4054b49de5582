import type { Config } from '@netlify/functions'
import { youtubeContract } from '#core/connections/social.ts'
import { youtubeConnection } from '../src/connections/youtube.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'

export default oneAddress(
  endpoint(youtubeContract.status, ({ ctx }) => youtubeConnection.getStatus(ctx)),
  endpoint(youtubeContract.disconnect, ({ ctx }) => youtubeConnection.disconnect(ctx)),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/youtube-status', method: ['GET', 'DELETE'] }
