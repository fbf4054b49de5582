import type { Config } from '@netlify/functions'
import { noticesContract } from '#core/notices/contract.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'
import { askToUnsubscribe, unsubscribe } from '../src/notices/unsubscribe.ts'

export default oneAddress(
  endpoint(noticesContract.askToUnsubscribe, ({ query }) => askToUnsubscribe(query.token)),
  endpoint(noticesContract.unsubscribe, ({ query }) => unsubscribe(query.token)),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/notices-unsubscribe', method: ['GET', 'POST'] }
