import type { Config } from '@netlify/functions'
import { instagramContract } from '#core/connections/social.ts'
import { instagramConnection } from '../src/connections/instagram.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'

export default oneAddress(
  endpoint(instagramContract.status, ({ ctx }) => instagramConnection.getStatus(ctx)),
  endpoint(instagramContract.disconnect, ({ ctx }) => instagramConnection.disconnect(ctx)),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/instagram-status', method: ['GET', 'DELETE'] }
