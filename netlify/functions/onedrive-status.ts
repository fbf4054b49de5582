import type { Config } from '@netlify/functions'
import { onedriveContract } from '#core/connections/onedrive.ts'
import { oneDriveConnection } from '../src/connections/onedrive.ts'
import { updateOneDrive } from '../src/connections/update-onedrive.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'

export default oneAddress(
  endpoint(onedriveContract.status, ({ ctx }) => oneDriveConnection.getStatus(ctx)),
  endpoint(onedriveContract.update, ({ ctx, body }) => updateOneDrive(ctx, body)),
  endpoint(onedriveContract.disconnect, ({ ctx }) => oneDriveConnection.disconnect(ctx)),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/onedrive-status', method: ['GET', 'PATCH', 'DELETE'] }
