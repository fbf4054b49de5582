import type { Config } from '@netlify/functions'
import { inboxContract } from '#core/social/inbox/contract.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'
import { listMessages } from '../src/social/inbox/inbox.repo.ts'
import { sendMessage } from '../src/social/inbox/send-message.ts'

export default oneAddress(
  endpoint(inboxContract.messages, ({ ctx, params, query }) => listMessages(ctx.db, params.id, query)),
  endpoint(inboxContract.send, ({ ctx, params, body }) => sendMessage(ctx, params.id, body)),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/instagram-inbox/:id/messages', method: ['GET', 'POST'] }
