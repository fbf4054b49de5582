import type { Config } from '@netlify/functions'
import { socialAccountsContract } from '#core/social/accounts/contract.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'
import { chooseSocialAccounts, showSocialAccounts } from '../src/social/accounts/manage-social-accounts.ts'

export default oneAddress(
  endpoint(socialAccountsContract.list, ({ ctx }) => showSocialAccounts(ctx)),
  endpoint(socialAccountsContract.choose, ({ ctx, body }) => chooseSocialAccounts(ctx, body)),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/social-accounts', method: ['GET', 'POST'] }
