import type { Config } from '@netlify/functions'
import { accountsContract } from '#core/accounts/contract.ts'
import { getConfig } from '../src/accounts/get-config.ts'
import { endpoint } from '../src/http/endpoint.ts'

export default endpoint(accountsContract.config, () => getConfig())

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/config', method: 'GET' }
