import { infiniteQueryOptions, keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query'
import { accountsContract } from '#core/accounts/contract.ts'
import type { Output } from '#core/http/contract.ts'
import type { MarketplaceCode } from '#core/marketplaces.ts'
import { crmListsContract } from '#core/products/lists/contract.ts'
import { tasksContract } from '#core/tasks/contract.ts'
import { patchGroup } from '#core/tasks/patch-group.ts'
import type { InfluencerTask } from '#core/tasks/schema.ts'
import { api } from '../../lib/api.ts'

export type GroupFilters = { marketplace?: MarketplaceCode; owner_id?: string; search?: string }
type GroupPages = { pages: Output<typeof tasksContract.listGroups>[]; pageParams: (string | undefined)[] }

const GROUPS_KEY = ['groups']
const PAGE_GROUPS = 25
/** How often a visible panel loads the tasks again. */
const REFRESH_MS = 60_000

// safe: widens the literal to what later pages carry
const FIRST_PAGE = undefined as string | undefined

export const panelQueries = {
  me: () => queryOptions({ queryKey: ['me'], queryFn: ({ signal }) => api(accountsContract.me, { signal }) }),
  marketplaces: () =>
    queryOptions({
      queryKey: ['marketplaces'],
      queryFn: async ({ signal }) => (await api(tasksContract.marketplaces, { signal })).items,
    }),
  /** The product owners to choose from; an uploader sees none. */
  owners: () =>
    queryOptions({
      queryKey: ['owners'],
      queryFn: async ({ signal }) => (await api(crmListsContract.owners.list, { query: {}, signal })).items,
    }),
  /** The remaining uploads by video: loaded every minute while the panel is visible, and when it becomes visible. */
  groups: (filters: GroupFilters) =>
    infiniteQueryOptions({
      queryKey: [...GROUPS_KEY, filters],
      queryFn: ({ pageParam, signal }) =>
        api(tasksContract.listGroups, {
          query: {
            group: 'video',
            status: 'pending',
            limit: PAGE_GROUPS,
            ...filters,
            ...(pageParam ? { cursor: pageParam } : { count: 'true' }),
          },
          signal,
        }),
      initialPageParam: FIRST_PAGE,
      getNextPageParam: (page) => page.next_cursor ?? undefined,
      placeholderData: keepPreviousData,
      staleTime: 0,
      refetchInterval: REFRESH_MS,
      refetchOnWindowFocus: 'always',
    }),
}

/** Loads the groups again; the old ones stay visible until the answer arrives. */
export const refreshGroups = (queryClient: QueryClient) => queryClient.invalidateQueries({ queryKey: GROUPS_KEY })

/** Cancels requests that started before a change, so that their answers cannot overwrite it. */
export const holdGroups = (queryClient: QueryClient) => queryClient.cancelQueries({ queryKey: GROUPS_KEY })

/** Shows a task's new state in every list, counts included. */
export function patchTask(queryClient: QueryClient, task: InfluencerTask): void {
  queryClient.setQueriesData<GroupPages>({ queryKey: GROUPS_KEY }, (data) => {
    if (!data) return data
    const pages = data.pages.map((page) => ({ ...page, groups: page.groups.map((group) => patchGroup(group, task)) }))
    return { ...data, pages }
  })
}
