import type { Config } from '@netlify/functions'
import { onedriveContract } from '#core/connections/onedrive.ts'
import { disconnectOneDrive, getOneDriveStatus, updateOneDrive } from '../src/connections/manage-onedrive.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'

export default oneAddress(
  endpoint(onedriveContract.status, ({ ctx }) => getOneDriveStatus(ctx)),
  endpoint(onedriveContract.update, ({ ctx, body }) => updateOneDrive(ctx, body)),
  endpoint(onedriveContract.disconnect, ({ ctx }) => disconnectOneDrive(ctx)),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/onedrive-status', method: ['GET', 'PATCH', 'DELETE'] }
