import type { Config } from '@netlify/functions'
import { onedriveContract } from '#core/connections/onedrive.ts'
import { folderMissing, oneDriveConnection } from '../src/connections/onedrive.ts'
import { endpoint } from '../src/http/endpoint.ts'

export default endpoint(onedriveContract.test, ({ ctx }) => oneDriveConnection.test(ctx, folderMissing))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/onedrive-status/test', method: 'POST' }
