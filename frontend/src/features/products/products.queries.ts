import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { isShort, rowCache } from '#app/components/data-table/query/paged-cache.ts'
import { pagedQuery } from '#app/components/data-table/query/paged-query.ts'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import { accountsContract } from '#core/accounts/contract.ts'
import { type MarketplaceCode, marketplaceOfHost } from '#core/marketplaces.ts'
import { productsContract } from '#core/products/contract.ts'
import { DEFAULT_SORT, type ProductFilter } from '#core/products/filters.ts'
import type { SourcedProduct } from '#core/products/schema.ts'
import type { ViewState } from '#core/products/views/schema.ts'

/** The person's filters of the list. */
export type ListFilters = { search?: string; filter?: ProductFilter; sort?: string; limit?: number }
/** The request that a view makes. */
export const asFilters = ({ search, filter, sort }: Pick<ViewState, 'search' | 'filter' | 'sort'>): ListFilters => ({
  ...(search && { search }),
  ...(filter.rules.length > 0 && { filter }),
  ...(sort !== DEFAULT_SORT && { sort }),
})

/** A lookup takes seconds; the list is loaded again automatically only while one runs. */
const WAITING_REFETCH_MS = 2000
const isWaiting = (product: SourcedProduct) => product.fill_in_state === 'waiting'
/** Long enough that typing an ASIN is one request. */
const TYPING_PAUSE_MS = 500

export const productQueries = {
  list: ({ search, filter, sort, limit }: ListFilters) =>
    pagedQuery(productsContract.list, {
      key: [...queryKeys.products, 'list', { search, filter, sort, limit }],
      query: {
        ...(search && { search }),
        ...(filter && { filter: JSON.stringify(filter) }),
        ...(sort && { sort }),
        ...(limit && { limit }),
      },
      isCounted: true,
      refetchInterval: ({ data }) =>
        data?.pages.some((page) => page.items.some(isWaiting)) ? WAITING_REFETCH_MS : false,
      refetchOnWindowFocus: ({ data }) => isShort(data),
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
  /** Costs a token each: requested when the typing pauses, cached, never repeated automatically. */
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
  /** Whether this server can look up products. */
  canLookUp: () =>
    queryOptions({
      queryKey: ['config'],
      queryFn: ({ signal }) => api(accountsContract.config, { signal }),
      select: ({ features }) => features.keepa !== undefined && features.keepa.state !== 'not_configured',
      staleTime: Number.POSITIVE_INFINITY,
    }),
}

/** Throws the signal's reason when the person keeps typing. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(signal.reason)
    })
  })
}

/** The marketplace of a pasted Amazon link; null for any other text. */
export function countryOfAddress(text: string): MarketplaceCode | null {
  return URL.canParse(text.trim()) ? marketplaceOfHost(new URL(text.trim()).hostname) : null
}

/** Every cached answer about products. */
export const productCache = rowCache<SourcedProduct>(queryKeys.products)
