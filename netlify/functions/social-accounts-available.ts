import type { Config } from '@netlify/functions'
import { socialAccountsContract } from '#core/social/accounts/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { showAvailableAccounts } from '../src/social/accounts/manage-social-accounts.ts'

export default endpoint(socialAccountsContract.available, ({ ctx, query }) =>
  showAvailableAccounts(ctx, query.provider),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/social-accounts/available', method: 'GET' }
