import type { Config } from '@netlify/functions'
import { savedRepliesContract } from '#core/social/inbox/saved-replies.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'
import { deleteSavedReply, updateSavedReply } from '../src/social/inbox/saved-replies.repo.ts'

export default oneAddress(
  endpoint(savedRepliesContract.update, ({ ctx, params, body }) =>
    updateSavedReply(ctx.db, { id: params.id, changes: body, ifMatch: ctx.ifMatch }),
  ),
  endpoint(savedRepliesContract.remove, ({ ctx, params }) => deleteSavedReply(ctx.db, params.id)),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/saved-replies/:id', method: ['PATCH', 'DELETE'] }
