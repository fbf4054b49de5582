import { queryOptions } from '@tanstack/react-query'
import { api } from '#app/lib/api.ts'
import { queryKeys } from '#app/lib/query-keys.ts'
import { onedriveContract } from '#core/connections/onedrive.ts'

/** How the workspace's OneDrive is; for owners and managers only. */
export const oneDriveQuery = () =>
  queryOptions({
    queryKey: [...queryKeys.connections, 'onedrive'],
    queryFn: ({ signal }) => api(onedriveContract.status, { signal }),
    staleTime: 30_000,
  })
