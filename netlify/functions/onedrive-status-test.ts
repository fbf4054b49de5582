import type { Config } from '@netlify/functions'
import { onedriveContract } from '#core/connections/onedrive.ts'
import { testOneDrive } from '../src/connections/manage-onedrive.ts'
import { endpoint } from '../src/http/endpoint.ts'

export default endpoint(onedriveContract.test, ({ ctx }) => testOneDrive(ctx))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/onedrive-status/test', method: 'POST' }
