import type { Config } from '@netlify/functions'
import { onedriveContract } from '#core/connections/onedrive.ts'
import { finishOneDriveSignIn } from '../src/connections/sign-in-to-onedrive.ts'
import { endpoint } from '../src/http/endpoint.ts'

export default endpoint(onedriveContract.callback, ({ query, cookies }) => finishOneDriveSignIn(query, cookies))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/onedrive-callback', method: 'GET' }
