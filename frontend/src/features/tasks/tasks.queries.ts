import type { QueryClient } from '@tanstack/react-query'
import { patchPages } from '#app/components/data-table/query/paged-cache.ts'
import { pagedQuery } from '#app/components/data-table/query/paged-query.ts'
import { queryKeys } from '#app/domains/query-keys.ts'
import { whileUnderWay } from '#app/domains/videos/dubs/dubs.queries.ts'
import type { Output } from '#core/http/contract.ts'
import type { MarketplaceCode } from '#core/marketplaces.ts'
import { tasksContract } from '#core/tasks/contract.ts'
import { patchGroup, withoutTasks } from '#core/tasks/patch-group.ts'
import type { InfluencerTask, TaskStatus } from '#core/tasks/schema.ts'

/** The person's filters of the tasks; `status` undefined means all. */
export type TaskListFilters = {
  search?: string
  marketplace?: MarketplaceCode
  status?: TaskStatus
  has_video?: boolean
  owner_id?: string
}
const HISTORY_MS = 8_000

type GroupPage = Output<typeof tasksContract.listGroups>

export const taskQueries = {
  groups: ({ has_video, ...filters }: TaskListFilters) =>
    pagedQuery(tasksContract.listGroups, {
      key: [...queryKeys.tasks, 'groups', filters, has_video],
      query: {
        group: 'video',
        ...filters,
        ...(has_video !== undefined && { has_video: String(has_video) }),
      },
      isCounted: true,
      refetchInterval: ({ data }) =>
        whileUnderWay(
          data?.pages.flatMap(({ groups }) =>
            groups.flatMap(({ tasks }) => tasks.flatMap(({ variant }) => variant ?? [])),
          ),
        ),
    }),
  /** The completed uploads as flat rows, the latest completion first. */
  history: (filters: Pick<TaskListFilters, 'search' | 'marketplace' | 'owner_id'>) =>
    pagedQuery(tasksContract.list, {
      key: [...queryKeys.tasks, 'history', filters],
      query: { sort: 'completed', ...filters },
      // A link to the page is added after the completion and changes no count.
      refetchInterval: () => HISTORY_MS,
    }),
}

/** Shows changed tasks in every group list, counts included; answers a function that restores all of it. */
export const patchCachedTasks = (client: QueryClient, tasks: readonly InfluencerTask[]): (() => void) =>
  patchPages<GroupPage>(client, [...queryKeys.tasks, 'groups'], (page) => ({
    ...page,
    groups: page.groups.map((group) => tasks.reduce(patchGroup, group)),
  }))

/** The same for one task. */
export const patchCachedTask = (client: QueryClient, task: InfluencerTask) => patchCachedTasks(client, [task])

/** Takes deleted tasks out of every group list, with the groups that have no other. */
export function removeCachedTasks(client: QueryClient, ids: ReadonlySet<string>): void {
  patchPages<GroupPage>(client, [...queryKeys.tasks, 'groups'], (page) => ({
    ...page,
    groups: page.groups.map((group) => withoutTasks(group, ids)).filter(({ tasks }) => tasks.length > 0),
  }))
}
