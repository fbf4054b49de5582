import { infiniteQueryOptions } from '@tanstack/react-query'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import { productsContract } from '#core/products/contract.ts'

export const activityQueries = {
  /** Under the products' key: a change of a product, its shipments, videos or tasks loads it again. */
  ofProduct: (id: string) =>
    infiniteQueryOptions({
      queryKey: [...queryKeys.products, 'activity', id],
      queryFn: ({ pageParam, signal }) =>
        api(productsContract.activity, {
          params: { id },
          query: { limit: 30, ...(pageParam && { cursor: pageParam }) },
          signal,
        }),
      initialPageParam: undefined as string | undefined, // safe: widens the literal to what later pages carry
      getNextPageParam: (page) => page.next_cursor ?? undefined,
    }),
}
