import { queryOptions } from '@tanstack/react-query'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import { tasksContract } from '#core/tasks/contract.ts'

/** Amazon's marketplaces with this workspace's settings. */
export const countriesQuery = () =>
  queryOptions({
    queryKey: queryKeys.marketplaces,
    queryFn: ({ signal }) => api(tasksContract.marketplaces, { signal }),
    staleTime: 5 * 60_000,
  })

/** How many tasks each marketplace has: those that are on, and those that still have tasks. */
export const taskCountsQuery = () =>
  queryOptions({
    queryKey: [...queryKeys.tasks, 'counts'],
    queryFn: ({ signal }) => api(tasksContract.counts, { signal }),
  })
