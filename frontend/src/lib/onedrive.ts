import { queryOptions } from '@tanstack/react-query'
import { onedriveContract } from '#core/videos/onedrive.ts'
import { api } from './api.ts'
import { queryKeys } from './query-keys.ts'

/** How the workspace's OneDrive is; for owners and managers only. */
export const oneDriveQuery = () =>
  queryOptions({
    queryKey: [...queryKeys.connections, 'onedrive'],
    queryFn: ({ signal }) => api(onedriveContract.status, { signal }),
    staleTime: 30_000,
  })
