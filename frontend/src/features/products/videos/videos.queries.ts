import { queryOptions } from '@tanstack/react-query'
import { queryKeys } from '#app/domains/query-keys.ts'
import { whileUnderWay } from '#app/domains/videos/dubs/dubs.queries.ts'
import { api } from '#app/lib/api.ts'
import { videosContract } from '#core/videos/contract.ts'

export const videoQueries = {
  ofProduct: (product_id: string) =>
    queryOptions({
      queryKey: [...queryKeys.videos, 'of-product', product_id],
      queryFn: ({ signal }) => api(videosContract.list, { query: { product_id, limit: 200 }, signal }),
      refetchInterval: ({ state }) => whileUnderWay(state.data?.items.flatMap(({ variants }) => variants)),
    }),
}
