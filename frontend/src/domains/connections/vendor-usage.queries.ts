import { queryOptions } from '@tanstack/react-query'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import { quotasContract } from '#core/connections/quotas.ts'

/** What the workspace has used of each service that its administrator set up for everyone. */
export const vendorUsageQuery = () =>
  queryOptions({
    queryKey: queryKeys.vendorUsage,
    queryFn: ({ signal }) => api(quotasContract.list, { signal }),
    select: ({ items }) => items,
    staleTime: 30_000,
  })
