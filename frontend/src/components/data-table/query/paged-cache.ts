import type { InfiniteData, Query, QueryClient, QueryKey } from '@tanstack/react-query'

/** The cached pages of a list. */
export type Pages<Page> = InfiniteData<Page, string | undefined>

const PAGES_ASKED_AGAIN = 4

/**
 * Whether a list is short enough to be loaded again. A list that a person scrolled far down keeps its rows, and changes
 * are written into them: loading each of its pages again would take hundreds of requests.
 */
export const isShort = (data: { pages: readonly unknown[] } | undefined): boolean =>
  (data?.pages.length ?? 0) <= PAGES_ASKED_AGAIN

/** Writes into every cached list under a key; answers a function that restores all of them. */
export function patchPages<Page>(client: QueryClient, queryKey: QueryKey, patch: (page: Page) => Page): () => void {
  const before = client.getQueriesData<Pages<Page>>({ queryKey })
  client.setQueriesData<Pages<Page>>({ queryKey }, (data) => data && { ...data, pages: data.pages.map(patch) })
  return () => {
    for (const [key, data] of before) client.setQueryData(key, data)
  }
}

type RowsPage<Row> = { items: Row[]; total?: number | undefined }

/**
 * The cached answers about rows of one kind, by convention: lists under `[root, 'list', …]`, one row under `[root,
 * 'detail', id]`. A change is written into all of them at once, and loaded again once.
 */
export function rowCache<Row extends { id: string }>(
  root: QueryKey,
  { isKept }: { isKept?: (query: Query) => boolean } = {},
) {
  const lists = [...root, 'list']
  const detail = (id: string) => [...root, 'detail', id]
  return {
    /** The row as any cached list or sheet has it; undefined when none has it. */
    find(client: QueryClient, id: string): Row | undefined {
      const known = client.getQueryData<Row>(detail(id))
      if (known) return known
      const loaded = client.getQueriesData<Pages<RowsPage<Row>>>({ queryKey: lists })
      return loaded.flatMap(([, data]) => data?.pages.flatMap(({ items }) => items) ?? []).find((row) => row.id === id)
    },
    /** Writes a change of a row into every cached answer with the row. */
    patch(client: QueryClient, id: string, change: Partial<Row>): void {
      const patched = (row: Row) => (row.id === id ? { ...row, ...change } : row)
      client.setQueryData<Row>(detail(id), (row) => row && patched(row))
      patchPages<RowsPage<Row>>(client, lists, (page) => ({ ...page, items: page.items.map(patched) }))
    },
    /**
     * Takes a row out of every list; answers how to put the lists back as they were. What was asked about the row before
     * is given up: its answer would be that the row does not exist.
     */
    remove(client: QueryClient, id: string): () => void {
      for (const queryKey of [lists, detail(id)]) void client.cancelQueries({ queryKey })
      return patchPages<RowsPage<Row>>(client, lists, (page) => ({
        ...page,
        items: page.items.filter((row) => row.id !== id),
        ...(page.total !== undefined && { total: page.total - 1 }),
      }))
    },
    /** Stops answers that were asked for before a change, so that they cannot overwrite the change. */
    async hold(client: QueryClient): Promise<void> {
      await Promise.all([lists, [...root, 'detail']].map((queryKey) => client.cancelQueries({ queryKey })))
    },
    /** Loads everything about these rows again, apart from lists that a person scrolled far down. */
    refresh: (client: QueryClient): Promise<void> =>
      client.invalidateQueries({
        queryKey: root,
        predicate: (query) => {
          if (isKept?.(query)) return false
          // safe: only lists have this key
          return query.queryKey[root.length] !== 'list' || isShort(query.state.data as Pages<unknown> | undefined)
        },
      }),
  }
}
