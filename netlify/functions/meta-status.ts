import type { Config } from '@netlify/functions'
import { metaContract } from '#core/connections/social.ts'
import { facebookConnection } from '../src/connections/facebook.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'

export default oneAddress(
  endpoint(metaContract.status, ({ ctx }) => facebookConnection.getStatus(ctx)),
  endpoint(metaContract.disconnect, ({ ctx }) => facebookConnection.disconnect(ctx)),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/meta-status', method: ['GET', 'DELETE'] }
