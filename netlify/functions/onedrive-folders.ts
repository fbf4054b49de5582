import type { Config } from '@netlify/functions'
import { onedriveContract } from '#core/connections/onedrive.ts'
import { createOneDriveFolder, listOneDriveFolders } from '../src/connections/onedrive-folders.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'

export default oneAddress(
  endpoint(onedriveContract.folders, ({ ctx, query }) => listOneDriveFolders(ctx, query)),
  endpoint(onedriveContract.createFolder, ({ ctx, body }) => createOneDriveFolder(ctx, body)),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/onedrive-folders', method: ['GET', 'POST'] }
