import type { Config } from '@netlify/functions'
import { savedRepliesContract } from '#core/social/inbox/saved-replies.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'
import { insertSavedReply, listSavedReplies } from '../src/social/inbox/saved-replies.repo.ts'

export default oneAddress(
  endpoint(savedRepliesContract.list, ({ ctx }) => listSavedReplies(ctx.db)),
  endpoint(savedRepliesContract.create, ({ ctx, body }) => insertSavedReply(ctx.db, body)),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/saved-replies', method: ['GET', 'POST'] }
