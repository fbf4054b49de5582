import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { type GroupFilters, loadMore, narrowedList, panelQueries, restoreLists } from './panel-queries.ts'

/** The list by its filters: what was loaded, or what is known of it until the answer arrives. */
export function useTaskList(account: string, filters: GroupFilters) {
  const client = useQueryClient()
  const query = useQuery(panelQueries.list(account, filters))
  const more = useMutation({ mutationFn: () => loadMore(client, filters) })
  return {
    query,
    list: query.data ?? narrowedList(client, filters),
    hasMore: query.data?.next_cursor != null,
    loadMore: () => {
      if (!more.isPending) more.mutate()
    },
    more,
  }
}

export type TaskList = ReturnType<typeof useTaskList>

/** True once the lists of the last time are in the cache. */
export function useRestoredLists(account: string): boolean {
  const client = useQueryClient()
  const [restored, setRestored] = useState<string>()
  useEffect(() => {
    // Without them the panel loads as if it were new.
    restoreLists(client, account)
      .catch(() => {})
      .finally(() => setRestored(account))
  }, [client, account])
  return restored === account
}
