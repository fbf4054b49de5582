import { queryOptions } from '@tanstack/react-query'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import { shipmentsContract } from '#core/products/shipments/contract.ts'

/** AfterShip's answer takes seconds; the list is loaded again automatically only while one is pending. */
const WAITING_REFETCH_MS = 2000

export const shipmentQueries = {
  // Under the products' key: a shipment moves its product, so both are loaded together.
  ofProduct: (product_id: string) =>
    queryOptions({
      queryKey: [...queryKeys.products, 'shipments', product_id],
      queryFn: ({ signal }) => api(shipmentsContract.list, { query: { product_id, limit: 200 }, signal }),
      refetchInterval: ({ state }) =>
        state.data?.items.some(({ registration }) => registration === 'waiting') ? WAITING_REFETCH_MS : false,
    }),
}
