import { api } from '#app/lib/api.ts'
import { onedriveContract } from '#core/connections/onedrive.ts'
import { connectionQuery } from './connection-query.ts'

/** How the workspace's OneDrive is. */
export const oneDriveQuery = () => connectionQuery('onedrive', (signal) => api(onedriveContract.status, { signal }))
