import type { Config } from '@netlify/functions'
import { onedriveContract } from '#core/connections/onedrive.ts'
import { oneDriveConnection } from '../src/connections/onedrive.ts'
import { endpoint } from '../src/http/endpoint.ts'

export default endpoint(onedriveContract.callback, ({ query, cookies }) =>
  oneDriveConnection.finishSignIn(query, cookies),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/onedrive-callback', method: 'GET' }
