import type { Config } from '@netlify/functions'
import { accountsContract } from '#core/accounts/contract.ts'
import { getMe, updateMe } from '../src/accounts/accounts.repo.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'

export default oneAddress(
  endpoint(accountsContract.me, ({ ctx }) => getMe(ctx)),
  endpoint(accountsContract.updateMe, ({ ctx, body }) => updateMe(ctx, body)),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/me', method: ['GET', 'PATCH'] }
