import { queryOptions } from '@tanstack/react-query'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import { viewsContract } from '#core/products/views/contract.ts'

export const viewQueries = {
  /** Saved views of the person and shared ones: `{items, default_view}`. */
  list: () =>
    queryOptions({
      queryKey: queryKeys.views,
      queryFn: ({ signal }) => api(viewsContract.list, { signal }),
      staleTime: 5 * 60_000,
    }),
  /** How many products each view has. Loaded again with every change of products. */
  counts: () =>
    queryOptions({
      queryKey: [...queryKeys.products, 'view-counts'],
      queryFn: ({ signal }) => api(viewsContract.counts, { signal }),
      select: ({ counts }) => counts,
    }),
}
