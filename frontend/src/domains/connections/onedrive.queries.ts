import { api } from '#app/lib/api.ts'
import { onedriveContract } from '#core/connections/onedrive.ts'
import { connectionQuery } from './connection-query.ts'

/** The state of the workspace's OneDrive. */
export const oneDriveQuery = () => connectionQuery('onedrive', (signal) => api(onedriveContract.status, { signal }))
