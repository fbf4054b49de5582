import { infiniteQueryOptions, keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query'
import { whileChanging } from '#app/domains/prices/price-change-words.ts'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import type { Output } from '#core/http/contract.ts'
import { listingsContract } from '#core/listings/contract.ts'
import type { EbaySync, ListedListing } from '#core/listings/schema.ts'
import { pricesContract } from '#core/prices/contract.ts'

/** What the person can narrow the list by, as the API names it. */
export type ListingQuery = Record<string, string>

type Page = Output<typeof listingsContract.list>
type Pages = { pages: Page[]; pageParams: (string | undefined)[] }

const PAGE_ROWS = '100'
/** A change of price takes seconds; a sync a minute. */
const OPEN_CHANGE_MS = 2000
const SYNC_MS = 1000
const QUIET_MS = 60_000
const PAGES_ASKED_AGAIN = 4

const isShort = (data: Pages | undefined) => (data?.pages.length ?? 0) <= PAGES_ASKED_AGAIN
const hasOpenChange = (data: Pages | undefined) =>
  data?.pages.some(({ items }) => items.some(({ open_change_id }) => open_change_id !== null)) ?? false

export const listingQueries = {
  list: (query: ListingQuery) =>
    infiniteQueryOptions({
      queryKey: [...queryKeys.listings, 'list', query],
      queryFn: ({ pageParam, signal }) =>
        api(listingsContract.list, {
          query: { ...query, limit: PAGE_ROWS, ...(pageParam ? { cursor: pageParam } : { count: 'true' }) },
          signal,
        }),
      initialPageParam: undefined as string | undefined, // safe: widens the literal to what later pages carry
      getNextPageParam: (page) => page.next_cursor ?? undefined,
      refetchInterval: ({ state: { data } }) =>
        !isShort(data) ? false : hasOpenChange(data) ? OPEN_CHANGE_MS : QUIET_MS,
      refetchOnWindowFocus: ({ state }) => isShort(state.data),
      placeholderData: keepPreviousData,
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
        if (before?.sync?.state === 'running' && answer.sync?.state !== 'running') void refreshListings(client)
        return answer
      },
      select: ({ sync }) => sync,
      refetchInterval: ({ state }) => (state.data?.sync?.state === 'running' ? SYNC_MS : QUIET_MS),
    }),
  /** What a run would do now. Never kept: the next look asks again. */
  dryRun: () =>
    queryOptions({
      queryKey: [...queryKeys.listings, 'dry-run'],
      queryFn: ({ signal }) => api(pricesContract.preview, { body: {}, signal }),
      gcTime: 0,
      staleTime: Number.POSITIVE_INFINITY,
      refetchOnWindowFocus: false,
    }),
  /** A run that was just started, until it has ended in any way. */
  run: (id: string) =>
    queryOptions({
      queryKey: [...queryKeys.ledger, 'started-run', id],
      queryFn: ({ signal }) => api(pricesContract.run, { params: { id }, signal }),
      refetchInterval: ({ state }) => (state.data && state.data.state !== 'running' ? false : OPEN_CHANGE_MS / 2),
    }),
}

/** Asks again for everything about listings, apart from lists somebody has scrolled far down. */
export function refreshListings(client: QueryClient): Promise<void> {
  return client.invalidateQueries({
    queryKey: queryKeys.listings,
    predicate: ({ queryKey, state }) => {
      if (queryKey[1] === 'sync' || queryKey[1] === 'dry-run') return false
      return queryKey[1] !== 'list' || isShort(state.data as Pages | undefined) // safe: only lists have this key
    },
  })
}

/** The listing as a list has it already; undefined when none has. */
export function findCachedListing(client: QueryClient, id: string): ListedListing | undefined {
  const detail = client.getQueryData(listingQueries.detail(id).queryKey)
  if (detail) return detail
  const lists = client.getQueriesData<Pages>({ queryKey: [...queryKeys.listings, 'list'] })
  return lists.flatMap(([, data]) => data?.pages.flatMap(({ items }) => items) ?? []).find((item) => item.id === id)
}

/** Puts a change to a listing into everything that shows it. */
export function patchCachedListing(client: QueryClient, id: string, change: Partial<ListedListing>): void {
  const patch = (listing: ListedListing) => (listing.id === id ? { ...listing, ...change } : listing)
  client.setQueryData(listingQueries.detail(id).queryKey, (listing) => listing && patch(listing))
  client.setQueriesData<Pages>({ queryKey: [...queryKeys.listings, 'list'] }, (data) =>
    data ? { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.map(patch) })) } : data,
  )
}
