import type { Config } from '@netlify/functions'
import { ebayContract } from '#core/connections/ebay.ts'
import { ebayConnection } from '../src/connections/ebay.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'

export default oneAddress(
  endpoint(ebayContract.status, ({ ctx }) => ebayConnection.getStatus(ctx)),
  endpoint(ebayContract.disconnect, ({ ctx }) => ebayConnection.disconnect(ctx)),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/ebay-status', method: ['GET', 'DELETE'] }
