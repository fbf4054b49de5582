import type { Config } from '@netlify/functions'
import { inboxContract } from '#core/social/inbox/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { changeInboxAccount } from '../src/social/inbox/change-inbox.ts'

export default endpoint(inboxContract.updateSettings, ({ ctx, params, body }) =>
  changeInboxAccount(ctx, params.id, body),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/inbox-settings/:id', method: 'PATCH' }
