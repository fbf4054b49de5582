import type { Config } from '@netlify/functions'
import { accountsContract } from '#core/accounts/contract.ts'
import { getOpenApi } from '../src/accounts/get-openapi.ts'
import { endpoint } from '../src/http/endpoint.ts'

export default endpoint(accountsContract.openapi, () => getOpenApi())

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/openapi.json', method: 'GET' }
