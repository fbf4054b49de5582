import { queryOptions } from '@tanstack/react-query'
import { tasksContract } from '#core/tasks/contract.ts'
import { api } from './api.ts'
import { queryKeys } from './query-keys.ts'

/** Amazon's countries, as this workspace uses them. */
export const countriesQuery = () =>
  queryOptions({
    queryKey: queryKeys.countries,
    queryFn: ({ signal }) => api(tasksContract.marketplaces, { signal }),
    staleTime: 5 * 60_000,
  })

/** How many tasks each country has: those that are on, and those that still have tasks. */
export const taskCountsQuery = () =>
  queryOptions({
    queryKey: [...queryKeys.tasks, 'counts'],
    queryFn: ({ signal }) => api(tasksContract.counts, { signal }),
  })
