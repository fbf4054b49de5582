import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { isShort, type Pages, rowCache } from '#app/components/data-table/query/paged-cache.ts'
import { pagedQuery } from '#app/components/data-table/query/paged-query.ts'
import { whileChanging } from '#app/domains/prices/price-change-words.ts'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import type { Output } from '#core/http/contract.ts'
import { listingsContract } from '#core/listings/contract.ts'
import type { EbaySync, ListedListing, ListingFilters } from '#core/listings/schema.ts'
import { pricesContract } from '#core/prices/contract.ts'
import type { PreviewPrices } from '#core/prices/schema.ts'

/** What the person can narrow the list by, as the API names it. */
type ListingQuery = Omit<z.input<typeof ListingFilters>, 'limit' | 'cursor' | 'count'>

const PAGE_ROWS = '100'
/** A change of price takes seconds; a sync a minute. */
const OPEN_CHANGE_MS = 2000
const SYNC_MS = 1000
const QUIET_MS = 60_000

const hasOpenChange = (data: Pages<Output<typeof listingsContract.list>> | undefined) =>
  data?.pages.some(({ items }) => items.some(({ open_change_id }) => open_change_id !== null)) ?? false

export const listingQueries = {
  list: (query: ListingQuery) =>
    pagedQuery(listingsContract.list, {
      key: [...queryKeys.listings, 'list', query],
      query: { ...query, limit: PAGE_ROWS },
      isCounted: true,
      refetchInterval: ({ data }) => (!isShort(data) ? false : hasOpenChange(data) ? OPEN_CHANGE_MS : QUIET_MS),
      refetchOnWindowFocus: ({ data }) => isShort(data),
    }),
  counts: () =>
    queryOptions({
      queryKey: [...queryKeys.listings, 'counts'],
      queryFn: ({ signal }) => api(listingsContract.counts, { signal }),
    }),
  detail: (id: string) =>
    queryOptions({
      queryKey: [...queryKeys.listings, 'detail', id],
      queryFn: ({ signal }) => api(listingsContract.get, { params: { id }, signal }),
      refetchInterval: ({ state }) => (state.data?.open_change_id ? OPEN_CHANGE_MS : false),
    }),
  history: (id: string) =>
    queryOptions({
      queryKey: [...queryKeys.listings, 'history', id],
      queryFn: ({ signal }) => api(listingsContract.history, { params: { id }, signal }),
      refetchInterval: ({ state }) => whileChanging(state.data?.changes),
    }),
  /** While a sync runs it is asked for every second, and when it ends, for the listings it read. */
  sync: () =>
    queryOptions({
      queryKey: [...queryKeys.listings, 'sync'],
      queryFn: async ({ signal, client }) => {
        const before = client.getQueryData<{ sync: EbaySync | null }>([...queryKeys.listings, 'sync'])
        const answer = await api(listingsContract.lastSync, { signal })
        if (before?.sync?.state === 'running' && answer.sync?.state !== 'running') void listingCache.refresh(client)
        return answer
      },
      select: ({ sync }) => sync,
      refetchInterval: ({ state }) => (state.data?.sync?.state === 'running' ? SYNC_MS : QUIET_MS),
    }),
  /** What a run would do now, with what is due or with these listings. Never kept: the next look asks again. */
  dryRun: (scope: PreviewPrices) =>
    queryOptions({
      queryKey: [...queryKeys.listings, 'dry-run', scope],
      queryFn: ({ signal }) => api(pricesContract.preview, { body: scope, signal }),
      gcTime: 0,
      staleTime: Number.POSITIVE_INFINITY,
      refetchOnWindowFocus: false,
    }),
  /** A run that was just started, until it has ended in any way. */
  run: (id: string) =>
    queryOptions({
      queryKey: [...queryKeys.priceHistory, 'started-run', id],
      queryFn: ({ signal }) => api(pricesContract.run, { params: { id }, signal }),
      refetchInterval: ({ state }) => (state.data && state.data.state !== 'running' ? false : OPEN_CHANGE_MS / 2),
    }),
}

const NEVER_REFRESHED: readonly unknown[] = ['sync', 'dry-run']

/** Every cached answer about listings. */
export const listingCache = rowCache<ListedListing>(queryKeys.listings, {
  isKept: ({ queryKey }) => NEVER_REFRESHED.includes(queryKey[1]),
})
