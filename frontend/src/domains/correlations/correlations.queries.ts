import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { pagedQuery } from '#app/components/data-table/query/paged-query.ts'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import { correlationsContract } from '#core/correlations/contract.ts'
import type { CorrelationFilters } from '#core/correlations/schema.ts'
import type { CorrelationSearch } from '#core/correlations/searches.ts'

export type CandidateFilters = Omit<z.input<typeof CorrelationFilters>, 'limit' | 'cursor' | 'count'>

/** How often a search under way is looked at. */
const WATCH_MS = 1500

export const isUnderWay = ({ state }: CorrelationSearch): boolean => state === 'waiting' || state === 'running'

export const correlationQueries = {
  list: (filters: CandidateFilters) =>
    pagedQuery(correlationsContract.list, {
      key: [...queryKeys.correlations, 'list', filters],
      query: { ...filters, limit: 50 },
      isCounted: true,
    }),
  ofProduct: (product_id: string) =>
    queryOptions({
      queryKey: [...queryKeys.correlations, 'of-product', product_id],
      queryFn: ({ signal }) =>
        api(correlationsContract.list, { query: { product_id, sort: 'review', limit: 200 }, signal }),
    }),
  one: (id: string) =>
    queryOptions({
      queryKey: [...queryKeys.correlations, 'one', id],
      queryFn: ({ signal }) => api(correlationsContract.get, { params: { id }, signal }),
    }),
  counts: (product_id?: string) =>
    queryOptions({
      queryKey: [...queryKeys.correlations, 'counts', product_id ?? 'all'],
      queryFn: ({ signal }) =>
        api(correlationsContract.counts, { query: product_id === undefined ? {} : { product_id }, signal }),
    }),
  decisions: (product_id?: string) =>
    pagedQuery(correlationsContract.decisions, {
      key: [...queryKeys.correlations, 'decisions', product_id ?? 'all'],
      query: { limit: 50, ...(product_id !== undefined && { product_id }) },
    }),
  /** The latest searches; followed while one is under way. */
  searches: (product_id?: string) =>
    queryOptions({
      queryKey: [...queryKeys.correlations, 'searches', product_id ?? 'all'],
      queryFn: ({ signal }) =>
        api(correlationsContract.searches, {
          query: { limit: 20, ...(product_id !== undefined && { product_id }) },
          signal,
        }),
      refetchInterval: ({ state }) => (state.data?.items.some(isUnderWay) ? WATCH_MS : false),
    }),
}
