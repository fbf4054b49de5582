import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { pagedQuery } from '#app/components/data-table/query/paged-query.ts'
import { whileChanging } from '#app/domains/prices/price-change-words.ts'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import { pricesContract } from '#core/prices/contract.ts'
import type { PriceChangeExport } from '#core/prices/schema.ts'

export type PriceHistoryFilters = z.input<typeof PriceChangeExport>

/** How often the runs are looked at again while one goes on. */
const WATCH_RUN_MS = 2000

export const priceHistoryQueries = {
  list: (filters: PriceHistoryFilters) =>
    pagedQuery(pricesContract.list, {
      key: [...queryKeys.priceHistory, 'list', filters],
      query: { ...filters, limit: 50 },
      isCounted: true,
      refetchInterval: ({ data }) => whileChanging(data?.pages.flatMap(({ items }) => items)),
    }),
  /** One row, for a receipt that was opened by its address; null when there is none. */
  one: (id: string) =>
    queryOptions({
      queryKey: [...queryKeys.priceHistory, 'one', id],
      queryFn: ({ signal }) => api(pricesContract.list, { query: { id, limit: 1 }, signal }),
      select: ({ items }) => items[0] ?? null,
      refetchInterval: ({ state }) => whileChanging(state.data?.items),
    }),
  /** Asked anew whenever changes among the rows begin or have settled. */
  byDay: (filters: PriceHistoryFilters, isChanging: boolean) =>
    queryOptions({
      queryKey: [...queryKeys.priceHistory, 'by-day', filters, isChanging],
      staleTime: 0,
      queryFn: ({ signal }) => api(pricesContract.byDay, { query: filters, signal }),
      select: ({ items }) => items,
      placeholderData: keepPreviousData,
    }),
  runs: () =>
    pagedQuery(pricesContract.runs, {
      key: [...queryKeys.priceHistory, 'runs'],
      query: { limit: 20 },
      refetchInterval: ({ data }) =>
        data?.pages.some(({ items }) => items.some((run) => run.state === 'running')) ? WATCH_RUN_MS : false,
    }),
}
