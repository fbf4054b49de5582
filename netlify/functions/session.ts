import type { Config } from '@netlify/functions'
import { accountsContract } from '#core/accounts/contract.ts'
import { endSession } from '../src/accounts/sessions.repo.ts'
import { endpoint } from '../src/http/endpoint.ts'

export default endpoint(accountsContract.endSession, ({ ctx, params }) => endSession(ctx, params.id))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/sessions/:id', method: 'DELETE' }
