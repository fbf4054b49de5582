import type { Config } from '@netlify/functions'
import { accountsContract } from '#core/accounts/contract.ts'
import { signPanelIn } from '../src/accounts/sign-panel-in.ts'
import { endpoint } from '../src/http/endpoint.ts'

export default endpoint(accountsContract.signPanelIn, ({ body }) => signPanelIn(body))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/panel-sessions', method: 'POST' }
