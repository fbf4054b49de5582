import type { UseInfiniteQueryResult } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Pages } from './paged-cache.ts'
import { unreadableIn } from './unreadable-in.ts'

type PagedQuery<Page> = UseInfiniteQueryResult<Pages<Page>, Error>

/** A list that is read page by page, as a page of the dashboard needs it: its rows and its state. */
export function usePagedRows<Page extends object, Row>(list: PagedQuery<Page>, rowsIn: (page: Page) => readonly Row[]) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: which part of a page holds the rows never changes
  const rows = useMemo(() => list.data?.pages.flatMap(rowsIn) ?? [], [list.data])
  const unreadable = useMemo(() => unreadableIn(list.data), [list.data])
  const first = list.data?.pages[0]
  const total = first && 'total' in first && typeof first.total === 'number' ? first.total : undefined
  return {
    rows,
    /** Rows that the server could not read; the others are complete. */
    unreadable,
    /** How many rows match on the server; undefined while unknown. */
    total,
    /** The rows on screen belong to the earlier filters. */
    isStale: list.isPlaceholderData,
    isPending: list.isPending,
    /** The error while there is nothing to show; the end of the list shows the error of a later page. */
    error: list.isError && rows.length === 0 ? list.error : null,
    /** The server answered that no row matches. */
    hasNone: list.isSuccess && !list.isPlaceholderData && rows.length === 0 && unreadable.length === 0,
    isFetching: list.isFetching,
    retry: () => void list.refetch(),
    /** Requests the next page near the end; after a failure only the person requests it again. */
    loadAhead: () => {
      if (list.hasNextPage && !list.isFetching && !list.isFetchNextPageError) void list.fetchNextPage()
    },
    /** Reads on until so many rows are loaded or the list ends; answers all rows. Throws when a page cannot be read. */
    loadRows: async (count: number): Promise<readonly Row[]> => {
      let now: Pick<PagedQuery<Page>, 'data' | 'hasNextPage' | 'isFetchNextPageError' | 'error'> = list
      let loaded: readonly Row[] = rows
      while (loaded.length < count && now.hasNextPage) {
        now = await list.fetchNextPage()
        if (now.isFetchNextPageError) throw now.error
        loaded = now.data?.pages.flatMap(rowsIn) ?? loaded
      }
      return loaded
    },
    end: {
      hasMore: list.hasNextPage,
      isLoading: list.isFetchingNextPage,
      hasFailed: list.isFetchNextPageError,
      onLoad: () => void list.fetchNextPage(),
    },
  }
}

export type PagedRows<Row> = Omit<ReturnType<typeof usePagedRows<object, Row>>, 'rows'> & { rows: Row[] }
