import type { Config } from '@netlify/functions'
import { accountsContract } from '#core/accounts/contract.ts'
import { createPanelCode } from '../src/accounts/sessions.repo.ts'
import { endpoint } from '../src/http/endpoint.ts'

export default endpoint(accountsContract.createPanelCode, ({ ctx }) => createPanelCode(ctx))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/panel-codes', method: 'POST' }
