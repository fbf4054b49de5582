import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { pagedQuery } from '#app/components/data-table/query/paged-query.ts'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import { catalogContract } from '#core/catalog/contract.ts'
import type { ExpansionFilters } from '#core/catalog/expansion.ts'
import type { CatalogFilters } from '#core/catalog/list.ts'
import type { CatalogRun, CatalogRunKind, StartCatalogRun } from '#core/catalog/runs.ts'
import { sourceBudgetContract } from '#core/catalog/source-budget.ts'

/** How often a run under way is looked at. */
const WATCH_MS = 1500

export const isUnderWay = ({ state }: CatalogRun): boolean => state === 'waiting' || state === 'running'

export const catalogQueries = {
  /** The latest run of a kind; followed while it is under way. */
  latestRun: (kind: CatalogRunKind) =>
    queryOptions({
      queryKey: [...queryKeys.catalog, 'runs', kind],
      queryFn: ({ signal }) => api(catalogContract.runs, { query: { kind, limit: 1 }, signal }),
      select: ({ items }) => items[0] ?? null,
      refetchInterval: ({ state }) => (state.data?.items.some(isUnderWay) ? WATCH_MS : false),
    }),
  forecast: (body: StartCatalogRun) =>
    queryOptions({
      queryKey: [...queryKeys.catalog, 'forecast', body],
      queryFn: ({ signal }) => api(catalogContract.forecast, { body, signal }),
      staleTime: 0,
    }),
  list: (filters: Omit<z.input<typeof CatalogFilters>, 'limit' | 'cursor' | 'count'>) =>
    pagedQuery(catalogContract.list, {
      key: [...queryKeys.catalog, 'list', filters],
      query: { ...filters, limit: 50 },
    }),
  counts: () =>
    queryOptions({
      queryKey: [...queryKeys.catalog, 'counts'],
      queryFn: ({ signal }) => api(catalogContract.counts, { signal }),
    }),
  budget: () =>
    queryOptions({
      queryKey: [...queryKeys.catalog, 'budget'],
      queryFn: ({ signal }) => api(sourceBudgetContract.read, { signal }),
    }),
  expansion: (filters: Omit<z.input<typeof ExpansionFilters>, 'limit' | 'cursor'>) =>
    pagedQuery(catalogContract.expansion, {
      key: [...queryKeys.catalog, 'expansion', filters],
      query: { ...filters, limit: 50 },
    }),
}
