import { infiniteQueryOptions, keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import { accountsContract } from '#core/accounts/contract.ts'
import type { Output } from '#core/http/contract.ts'
import { type MarketplaceCode, marketplaceOfHost } from '#core/marketplaces.ts'
import { productsContract } from '#core/products/contract.ts'
import { DEFAULT_SORT, type ProductFilter } from '#core/products/filters.ts'
import type { SourcedProduct } from '#core/products/schema.ts'
import type { ViewState } from '#core/products/views/schema.ts'

/** What the person can narrow the list by. */
export type ListFilters = { search?: string; filter?: ProductFilter; sort?: string; limit?: number }
/** What a view asks the list for. */
export const asFilters = ({ search, filter, sort }: Pick<ViewState, 'search' | 'filter' | 'sort'>): ListFilters => ({
  ...(search && { search }),
  ...(filter.rules.length > 0 && { filter }),
  ...(sort !== DEFAULT_SORT && { sort }),
})

type Page = Output<typeof productsContract.list>

/** A lookup takes seconds; only while one runs is anything asked for again by itself. */
const WAITING_REFETCH_MS = 2000
const isWaiting = (product: SourcedProduct) => product.fill_in_state === 'waiting'
/** Long enough that typing an ASIN by hand is one question. */
const TYPING_PAUSE_MS = 500

type Pages = { pages: Page[]; pageParams: (string | undefined)[] }

export const productQueries = {
  list: (filters: ListFilters) =>
    infiniteQueryOptions({
      queryKey: [...queryKeys.products, 'list', filters],
      queryFn: ({ pageParam, signal }) =>
        api(productsContract.list, {
          query: {
            ...(filters.search && { search: filters.search }),
            ...(filters.filter && { filter: JSON.stringify(filters.filter) }),
            ...(filters.sort && { sort: filters.sort }),
            ...(filters.limit && { limit: filters.limit }),
            ...(pageParam ? { cursor: pageParam } : { count: 'true' }),
          },
          signal,
        }),
      initialPageParam: undefined as string | undefined, // safe: widens the literal to what later pages carry
      getNextPageParam: (page) => page.next_cursor ?? undefined,
      refetchInterval: ({ state }) =>
        state.data?.pages.some((page) => page.items.some(isWaiting)) ? WAITING_REFETCH_MS : false,
      refetchOnWindowFocus: ({ state }) => isShort(state.data),
      // The last list stays on screen while the next one loads.
      placeholderData: keepPreviousData,
    }),
  detail: (id: string) =>
    queryOptions({
      queryKey: [...queryKeys.products, 'detail', id],
      queryFn: ({ signal }) => api(productsContract.get, { params: { id }, signal }),
      refetchInterval: ({ state }) => (state.data && isWaiting(state.data) ? WAITING_REFETCH_MS : false),
    }),
  /** The heads of the board's columns. */
  byStatus: (filters: Pick<ListFilters, 'search' | 'filter'>) =>
    queryOptions({
      queryKey: [...queryKeys.products, 'by-status', filters],
      queryFn: ({ signal }) =>
        api(productsContract.byStatus, {
          query: {
            ...(filters.search && { search: filters.search }),
            ...(filters.filter && { filter: JSON.stringify(filters.filter) }),
          },
          signal,
        }),
      placeholderData: keepPreviousData,
    }),
  /** Costs a token each: asked once the typing pauses, remembered, never repeated by itself. */
  lookup: (asin: string, marketplace: MarketplaceCode) =>
    queryOptions({
      queryKey: ['keepa-lookup', asin, marketplace],
      queryFn: async ({ signal }) => {
        await pause(TYPING_PAUSE_MS, signal)
        return api(productsContract.lookup, { query: { asin, marketplace }, signal })
      },
      staleTime: Number.POSITIVE_INFINITY,
      retry: false,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
    }),
  /** Whether this installation can look anything up. */
  canLookUp: () =>
    queryOptions({
      queryKey: ['config'],
      queryFn: ({ signal }) => api(accountsContract.config, { signal }),
      select: ({ features }) => features.keepa !== undefined && features.keepa.state !== 'not_configured',
      staleTime: Number.POSITIVE_INFINITY,
    }),
}

/** Throws the signal's reason when somebody types on. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(signal.reason)
    })
  })
}

/** The country of a pasted Amazon address; null for anything else. */
export function countryOfAddress(text: string): MarketplaceCode | null {
  return URL.canParse(text.trim()) ? marketplaceOfHost(new URL(text.trim()).hostname) : null
}

/**
 * Asks again for everything about products after a change. A list that somebody has scrolled far down keeps its rows,
 * which the change has been written into: asking for each of its pages again would take hundreds of requests.
 */
export function refreshProducts(queryClient: QueryClient): Promise<void> {
  const list = [...queryKeys.products, 'list']
  return queryClient.invalidateQueries({
    queryKey: queryKeys.products,
    predicate: ({ queryKey, state }) => queryKey[1] !== list[1] || isShort(state.data as Pages | undefined), // safe: only lists have this key
  })
}

const PAGES_ASKED_AGAIN = 4
const isShort = (data: Pages | undefined) => (data?.pages.length ?? 0) <= PAGES_ASKED_AGAIN

/** The product as any list or sheet has it already; undefined when none has. */
export function findCachedProduct(queryClient: QueryClient, id: string): SourcedProduct | undefined {
  const detail = queryClient.getQueryData(productQueries.detail(id).queryKey)
  if (detail) return detail
  const lists = queryClient.getQueriesData<Pages>({ queryKey: [...queryKeys.products, 'list'] })
  return lists.flatMap(([, data]) => data?.pages.flatMap((page) => page.items) ?? []).find((item) => item.id === id)
}

/** Puts a product, or a change to one, into everything that shows it. */
export function patchCachedProduct(queryClient: QueryClient, id: string, change: Partial<SourcedProduct>): void {
  const patch = (product: SourcedProduct) => (product.id === id ? { ...product, ...change } : product)
  queryClient.setQueryData(productQueries.detail(id).queryKey, (product) => product && patch(product))
  queryClient.setQueriesData<Pages>({ queryKey: [...queryKeys.products, 'list'] }, (data) =>
    data ? { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.map(patch) })) } : data,
  )
}

/** Takes a product out of every list; answers how to put the lists back as they were. */
export function removeCachedProduct(queryClient: QueryClient, id: string): () => void {
  const key = [...queryKeys.products, 'list']
  const before = queryClient.getQueriesData<Pages>({ queryKey: key })
  queryClient.setQueriesData<Pages>({ queryKey: key }, (data) =>
    data
      ? {
          ...data,
          pages: data.pages.map((page) => ({
            ...page,
            items: page.items.filter((product) => product.id !== id),
            ...(page.total !== undefined && { total: page.total - 1 }),
          })),
        }
      : data,
  )
  return () => {
    for (const [queryKey, data] of before) queryClient.setQueryData(queryKey, data)
  }
}
