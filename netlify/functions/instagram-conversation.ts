import type { Config } from '@netlify/functions'
import { inboxContract } from '#core/social/inbox/contract.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'
import { getConversation, updateConversation } from '../src/social/inbox/inbox.repo.ts'

export default oneAddress(
  endpoint(inboxContract.get, ({ ctx, params }) => getConversation(ctx.db, params.id)),
  endpoint(inboxContract.update, ({ ctx, params, body }) => updateConversation(ctx.db, params.id, body)),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = {
  path: '/api/instagram-inbox/:id',
  // Path segments with functions of their own.
  excludedPath: ['/api/instagram-inbox/bulk', '/api/instagram-inbox/counts', '/api/instagram-inbox/refresh'],
  method: ['GET', 'PATCH'],
}
