import type { Config } from '@netlify/functions'
import { inboxContract } from '#core/social/inbox/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { listConversations } from '../src/social/inbox/inbox.repo.ts'

export default endpoint(inboxContract.list, ({ ctx, query }) => listConversations(ctx.db, query))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/instagram-inbox', method: 'GET' }
