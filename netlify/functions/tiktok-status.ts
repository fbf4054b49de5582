import type { Config } from '@netlify/functions'
import { tiktokContract } from '#core/connections/social.ts'
import { tiktokConnection } from '../src/connections/tiktok.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'

export default oneAddress(
  endpoint(tiktokContract.status, ({ ctx }) => tiktokConnection.getStatus(ctx)),
  endpoint(tiktokContract.disconnect, ({ ctx }) => tiktokConnection.disconnect(ctx)),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/tiktok-status', method: ['GET', 'DELETE'] }
