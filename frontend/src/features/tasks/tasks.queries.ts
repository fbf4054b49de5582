import { infiniteQueryOptions, keepPreviousData, type QueryClient } from '@tanstack/react-query'
import { queryKeys } from '#app/domains/query-keys.ts'
import { whileUnderWay } from '#app/domains/videos/dubs/dubs.queries.ts'
import { api } from '#app/lib/api.ts'
import type { Output } from '#core/http/contract.ts'
import type { MarketplaceCode } from '#core/marketplaces.ts'
import { tasksContract } from '#core/tasks/contract.ts'
import { patchGroup } from '#core/tasks/patch-group.ts'
import type { InfluencerTask, TaskStatus } from '#core/tasks/schema.ts'

/** What the person can narrow the tasks by; `status` undefined means all. */
export type TaskListFilters = {
  search?: string
  marketplace?: MarketplaceCode
  status?: TaskStatus
  has_video?: boolean
}
type GroupPages = { pages: Output<typeof tasksContract.listGroups>[]; pageParams: (string | undefined)[] }

// safe: widens the literal to what later pages carry
const FIRST_PAGE = undefined as string | undefined

export const taskQueries = {
  groups: ({ has_video, ...filters }: TaskListFilters) =>
    infiniteQueryOptions({
      queryKey: [...queryKeys.tasks, 'groups', filters, has_video],
      queryFn: ({ pageParam, signal }) =>
        api(tasksContract.listGroups, {
          query: {
            group: 'video',
            ...filters,
            ...(has_video !== undefined && { has_video: String(has_video) }),
            ...(pageParam ? { cursor: pageParam } : { count: 'true' }),
          },
          signal,
        }),
      initialPageParam: FIRST_PAGE,
      getNextPageParam: (page) => page.next_cursor ?? undefined,
      placeholderData: keepPreviousData,
      refetchInterval: ({ state }) =>
        whileUnderWay(
          state.data?.pages.flatMap(({ groups }) =>
            groups.flatMap(({ tasks }) => tasks.flatMap(({ variant }) => variant ?? [])),
          ),
        ),
    }),
  /** What was uploaded, as flat rows, the latest completion first. */
  history: (filters: Pick<TaskListFilters, 'search' | 'marketplace'>) =>
    infiniteQueryOptions({
      queryKey: [...queryKeys.tasks, 'history', filters],
      queryFn: ({ pageParam, signal }) =>
        api(tasksContract.list, {
          query: { sort: 'completed', ...filters, ...(pageParam && { cursor: pageParam }) },
          signal,
        }),
      initialPageParam: FIRST_PAGE,
      getNextPageParam: (page) => page.next_cursor ?? undefined,
      placeholderData: keepPreviousData,
    }),
}

/** Shows a task's change in every group list, counts included; answers how to put all of it back. */
export function patchCachedTask(queryClient: QueryClient, task: InfluencerTask): () => void {
  const queryKey = [...queryKeys.tasks, 'groups']
  const before = queryClient.getQueriesData<GroupPages>({ queryKey })
  queryClient.setQueriesData<GroupPages>({ queryKey }, (data) =>
    data
      ? {
          ...data,
          pages: data.pages.map((page) => ({ ...page, groups: page.groups.map((group) => patchGroup(group, task)) })),
        }
      : data,
  )
  return () => {
    for (const [key, data] of before) queryClient.setQueryData(key, data)
  }
}
