import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import { tasksContract } from '#core/tasks/contract.ts'

/** How soon a visible page learns what the side panel or a teammate did. */
export const WATCH_MS = 4_000

const WATCH_KEY = [...queryKeys.tasks, 'watch']

/**
 * Loads the lists again when the counts changed without a change made on this page: the side panel or a teammate did
 * something. After a change of one's own the rows stay in place.
 */
export function useTasksWatch(): void {
  const client = useQueryClient()
  const { data } = useQuery({
    queryKey: WATCH_KEY,
    queryFn: ({ signal }) => api(tasksContract.counts, { signal }),
    staleTime: 0,
    refetchInterval: WATCH_MS,
  })
  const seen = useRef<{ counts: string; ownChange: number }>(undefined)
  useEffect(() => {
    if (!data) return
    const now = { counts: JSON.stringify(data.items), ownChange: lastOwnChange(client) }
    const before = seen.current
    seen.current = now
    if (!before || before.counts === now.counts || before.ownChange !== now.ownChange) return
    void client.invalidateQueries({
      queryKey: queryKeys.tasks,
      predicate: ({ queryKey }) => queryKey[1] !== WATCH_KEY[1],
    })
  }, [client, data])
}

const lastOwnChange = (client: QueryClient): number =>
  Math.max(
    0,
    ...client
      .getMutationCache()
      .getAll()
      .map(({ state }) => state.submittedAt),
  )
