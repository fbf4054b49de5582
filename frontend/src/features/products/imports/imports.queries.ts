import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import {
  type ImportOutcome,
  type ImportRow,
  importsContract,
  type ProductImport,
} from '#core/products/imports/contract.ts'

/** How often a page reads the progress of a job; only while one runs. */
const WATCH_MS = 1000
const ROWS_PER_REQUEST = 1000

/** Rows of one outcome, or those of any whose ASIN was repaired. */
export type RowsShown = ImportOutcome | 'repaired'

/** A job is working on the import. */
export const isAtWork = ({ state }: Pick<ProductImport, 'state'>) => state === 'checking' || state === 'running'

export const importQueries = {
  recent: () =>
    queryOptions({
      queryKey: [...queryKeys.imports, 'recent'],
      queryFn: ({ signal }) => api(importsContract.list, { query: { limit: 10 }, signal }),
      refetchInterval: ({ state }) => (state.data?.items.some(isAtWork) ? WATCH_MS : false),
    }),
  one: (id: string) =>
    queryOptions({
      queryKey: [...queryKeys.imports, 'one', id],
      queryFn: ({ signal }) => api(importsContract.get, { params: { id }, signal }),
      refetchInterval: ({ state }) => (state.data && isAtWork(state.data) ? WATCH_MS : false),
    }),
  rows: (id: string, shown: RowsShown) =>
    infiniteQueryOptions({
      queryKey: [...queryKeys.imports, 'rows', id, shown],
      queryFn: ({ pageParam, signal }) =>
        api(importsContract.listRows, {
          params: { id },
          query: {
            ...(shown === 'repaired' ? { repaired: 'true' } : { outcome: shown }),
            limit: 25,
            ...(pageParam && { cursor: pageParam }),
          },
          signal,
        }),
      initialPageParam: undefined as string | undefined, // safe: widens the literal to what later pages carry
      getNextPageParam: (page) => page.next_cursor ?? undefined,
    }),
}

/** Every refused row of an import. Throws `ApiError`, `NetworkError`. */
export async function readBadRows(id: string): Promise<ImportRow[]> {
  const rows: ImportRow[] = []
  let cursor: string | undefined
  do {
    const page = await api(importsContract.listRows, {
      params: { id },
      query: { outcome: 'bad', limit: ROWS_PER_REQUEST, ...(cursor && { cursor }) },
    })
    rows.push(...page.items)
    cursor = page.next_cursor ?? undefined
  } while (cursor)
  return rows
}
