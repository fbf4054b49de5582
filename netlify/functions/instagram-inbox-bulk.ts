import type { Config } from '@netlify/functions'
import { inboxContract } from '#core/social/inbox/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { changeConversations } from '../src/social/inbox/inbox.repo.ts'

export default endpoint(inboxContract.change, async ({ ctx, body }) => ({
  changed: await changeConversations(ctx.db, body.ids, body.change),
}))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/instagram-inbox/bulk', method: 'POST' }
