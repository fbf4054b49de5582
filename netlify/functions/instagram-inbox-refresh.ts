import type { Config } from '@netlify/functions'
import { inboxContract } from '#core/social/inbox/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { refreshInbox } from '../src/social/inbox/change-inbox.ts'

export default endpoint(inboxContract.refresh, ({ ctx }) => refreshInbox(ctx))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/instagram-inbox/refresh', method: 'POST' }
