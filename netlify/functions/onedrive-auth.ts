import type { Config } from '@netlify/functions'
import { onedriveContract } from '#core/videos/onedrive.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { beginOneDriveSignIn } from '../src/videos/sign-in-to-onedrive.ts'

export default endpoint(onedriveContract.auth, ({ ctx }) => beginOneDriveSignIn(ctx))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/onedrive-auth', method: 'GET' }
