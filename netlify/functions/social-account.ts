import type { Config } from '@netlify/functions'
import { socialAccountsContract } from '#core/social/accounts/contract.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'
import { removeSocialAccount, switchSocialLogin } from '../src/social/accounts/manage-social-accounts.ts'

export default oneAddress(
  endpoint(socialAccountsContract.switchLogin, ({ ctx, params, body }) => switchSocialLogin(ctx, params.id, body)),
  endpoint(socialAccountsContract.remove, ({ ctx, params }) => removeSocialAccount(ctx, params.id)),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/social-accounts/:id', method: ['PATCH', 'DELETE'] }
