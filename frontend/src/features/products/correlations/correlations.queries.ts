import { queryOptions } from '@tanstack/react-query'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import { correlationsContract } from '#core/correlations/contract.ts'

export const correlationQueries = {
  ofProduct: (product_id: string) =>
    queryOptions({
      queryKey: [...queryKeys.correlations, 'of-product', product_id],
      queryFn: ({ signal }) => api(correlationsContract.list, { query: { product_id, limit: 200 }, signal }),
    }),
}
