import type { Config } from '@netlify/functions'
import { accountsContract } from '#core/accounts/contract.ts'
import { listSessions } from '../src/accounts/sessions.repo.ts'
import { endpoint } from '../src/http/endpoint.ts'

export default endpoint(accountsContract.listSessions, ({ ctx }) => listSessions(ctx))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/sessions', method: 'GET' }
