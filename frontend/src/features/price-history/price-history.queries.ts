import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { whileChanging } from '#app/domains/prices/price-change-words.ts'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import { pricesContract } from '#core/prices/contract.ts'
import type { PriceChangeExport } from '#core/prices/schema.ts'

export type LedgerFilters = z.input<typeof PriceChangeExport>

/** How often the runs are looked at again while one goes on. */
const WATCH_RUN_MS = 2000

// safe: widens the literal to what later pages carry
const FIRST_PAGE = undefined as string | undefined

export const ledgerQueries = {
  list: (filters: LedgerFilters) =>
    infiniteQueryOptions({
      queryKey: [...queryKeys.ledger, 'list', filters],
      queryFn: ({ pageParam, signal }) =>
        api(pricesContract.list, {
          query: { ...filters, limit: 50, ...(pageParam ? { cursor: pageParam } : { count: 'true' }) },
          signal,
        }),
      initialPageParam: FIRST_PAGE,
      getNextPageParam: (page) => page.next_cursor ?? undefined,
      placeholderData: keepPreviousData,
      refetchInterval: ({ state }) => whileChanging(state.data?.pages.flatMap(({ items }) => items)),
    }),
  /** One row, for a receipt that was opened by its address; null when there is none. */
  one: (id: string) =>
    queryOptions({
      queryKey: [...queryKeys.ledger, 'one', id],
      queryFn: ({ signal }) => api(pricesContract.list, { query: { id, limit: 1 }, signal }),
      select: ({ items }) => items[0] ?? null,
      refetchInterval: ({ state }) => whileChanging(state.data?.items),
    }),
  /** Asked anew whenever changes among the rows begin or have settled. */
  byDay: (filters: LedgerFilters, isChanging: boolean) =>
    queryOptions({
      queryKey: [...queryKeys.ledger, 'by-day', filters, isChanging],
      staleTime: 0,
      queryFn: ({ signal }) => api(pricesContract.byDay, { query: filters, signal }),
      select: ({ items }) => items,
      placeholderData: keepPreviousData,
    }),
  runs: () =>
    infiniteQueryOptions({
      queryKey: [...queryKeys.ledger, 'runs'],
      queryFn: ({ pageParam, signal }) =>
        api(pricesContract.runs, { query: { limit: 20, ...(pageParam && { cursor: pageParam }) }, signal }),
      initialPageParam: FIRST_PAGE,
      getNextPageParam: (page) => page.next_cursor ?? undefined,
      refetchInterval: ({ state }) =>
        state.data?.pages.some(({ items }) => items.some((run) => run.state === 'running')) ? WATCH_RUN_MS : false,
    }),
}
