import type { Config } from '@netlify/functions'
import { accountsContract } from '#core/accounts/contract.ts'
import { getHealth } from '../src/accounts/get-health.ts'
import { endpoint } from '../src/http/endpoint.ts'

export default endpoint(accountsContract.health, () => getHealth())

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/health', method: 'GET' }
