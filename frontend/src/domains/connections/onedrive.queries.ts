import { queryOptions } from '@tanstack/react-query'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import { onedriveContract } from '#core/connections/onedrive.ts'

/** How the workspace's OneDrive is; for owners and managers only. */
export const oneDriveQuery = () =>
  queryOptions({
    queryKey: [...queryKeys.connections, 'onedrive'],
    queryFn: ({ signal }) => api(onedriveContract.status, { signal }),
    staleTime: 30_000,
  })
