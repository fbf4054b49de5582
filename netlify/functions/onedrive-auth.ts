import type { Config } from '@netlify/functions'
import { onedriveContract } from '#core/connections/onedrive.ts'
import { beginOneDriveSignIn } from '../src/connections/sign-in-to-onedrive.ts'
import { endpoint } from '../src/http/endpoint.ts'

export default endpoint(onedriveContract.auth, ({ ctx }) => beginOneDriveSignIn(ctx))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/onedrive-auth', method: 'GET' }
