import type { Config } from '@netlify/functions'
import { onedriveContract } from '#core/connections/onedrive.ts'
import { oneDriveConnection } from '../src/connections/onedrive.ts'
import { endpoint } from '../src/http/endpoint.ts'

export default endpoint(onedriveContract.auth, ({ ctx }) => oneDriveConnection.beginSignIn(ctx))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/onedrive-auth', method: 'GET' }
