import type { Config } from '@netlify/functions'
import { ebayContract } from '#core/connections/ebay.ts'
import { disconnectEbay, getEbayStatus } from '../src/connections/manage-ebay.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'

export default oneAddress(
  endpoint(ebayContract.status, ({ ctx }) => getEbayStatus(ctx)),
  endpoint(ebayContract.disconnect, ({ ctx }) => disconnectEbay(ctx)),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/ebay-status', method: ['GET', 'DELETE'] }
