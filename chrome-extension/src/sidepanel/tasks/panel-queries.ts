import { type QueryClient, queryOptions } from '@tanstack/react-query'
import { accountsContract } from '#core/accounts/contract.ts'
import type { Me } from '#core/accounts/schema.ts'
import type { MarketplaceCode } from '#core/marketplaces.ts'
import { tasksContract } from '#core/tasks/contract.ts'
import type { PanelTasks } from '#core/tasks/panel.ts'
import { patchGroup } from '#core/tasks/patch-group.ts'
import type { GroupOrder, InfluencerTask, TaskFilters, TaskGroup } from '#core/tasks/schema.ts'
import { api } from '../../lib/api.ts'
import { pendingItem } from '../../storage/items.ts'
import { readLists, saveList } from '../../storage/saved-lists.ts'

export type GroupFilters = {
  marketplace?: MarketplaceCode
  owner_id?: string
  missing?: NonNullable<TaskFilters['missing']>
  order?: GroupOrder
  search?: string
}

const GROUPS_KEY = ['groups']
const ME_KEY = ['me']
const PAGE_GROUPS = 25
/** One request refreshes at most so many groups; those below keep what was loaded. */
const MOST_REFRESHED = 200
/** How often a visible panel loads the tasks again. */
const REFRESH_MS = 60_000

const listKey = (filters: GroupFilters) => [...GROUPS_KEY, filters]

export const panelQueries = {
  /** The person, as the last list answered; no request of its own. */
  me: () =>
    queryOptions<Me>({
      queryKey: ME_KEY,
      queryFn: ({ signal }) => api(accountsContract.me, { signal }),
      enabled: false,
    }),
  /**
   * All that the panel shows, in one request: loaded every minute while the panel is visible, and when it becomes
   * visible.
   */
  list: (account: string, filters: GroupFilters) =>
    queryOptions({
      queryKey: listKey(filters),
      queryFn: async ({ signal, client }) => {
        const old = client.getQueryData<PanelTasks>(listKey(filters))
        const limit = Math.min(MOST_REFRESHED, Math.max(PAGE_GROUPS, old?.groups.length ?? 0))
        const list = withRest(await api(tasksContract.panel, { query: { ...filters, limit }, signal }), old, limit)
        client.setQueryData(ME_KEY, list.me)
        // The disk may be full; the list is there all the same.
        saveList(account, JSON.stringify(filters), list).catch(() => {})
        pendingItem.write({ account, count: list.pending }).catch(() => {})
        return list
      },
      staleTime: 0,
      refetchInterval: REFRESH_MS,
      refetchOnWindowFocus: 'always',
    }),
}

/** The refreshed groups with the ones below them, which were loaded before and not again. */
function withRest(fresh: PanelTasks, old: PanelTasks | undefined, limit: number): PanelTasks {
  if (!old || fresh.next_cursor === null || old.groups.length <= limit) return fresh
  const known = new Set(fresh.groups.map(({ key }) => key))
  const rest = old.groups.slice(limit).filter(({ key }) => !known.has(key))
  return { ...fresh, groups: [...fresh.groups, ...rest], next_cursor: old.next_cursor }
}

/** Loads the groups below the last one. */
export async function loadMore(client: QueryClient, filters: GroupFilters): Promise<void> {
  const cursor = client.getQueryData<PanelTasks>(listKey(filters))?.next_cursor
  if (!cursor) return
  const query = { group: 'video' as const, status: 'pending' as const, limit: PAGE_GROUPS, ...filters, cursor }
  const page = await api(tasksContract.listGroups, { query })
  client.setQueryData<PanelTasks>(listKey(filters), (list) => {
    // A refresh in the meantime has another end.
    if (!list || list.next_cursor !== cursor) return list
    const known = new Set(list.groups.map(({ key }) => key))
    const groups = [...list.groups, ...page.groups.filter(({ key }) => !known.has(key))]
    return { ...list, groups, next_cursor: page.next_cursor }
  })
}

/** Puts the lists of the last time into the cache, so that they are painted before any answer. */
export async function restoreLists(client: QueryClient, account: string): Promise<void> {
  const saved = await readLists(account)
  for (const { filters, list, saved_at_ms } of saved.toSorted((a, b) => a.saved_at_ms - b.saved_at_ms)) {
    client.setQueryData([...GROUPS_KEY, JSON.parse(filters)], list, { updatedAt: saved_at_ms })
    client.setQueryData(ME_KEY, list.me)
  }
}

/**
 * What is known of a list that was not loaded yet, from the list without filters; undefined when nothing is known, such
 * as whose tasks they are.
 */
export function narrowedList(client: QueryClient, filters: GroupFilters): PanelTasks | undefined {
  const whole = client.getQueryData<PanelTasks>(listKey({}))
  if (!whole || filters.owner_id !== undefined) return undefined
  const words = filters.search?.toLowerCase().split(/\s+/) ?? []
  const matches = (task: InfluencerTask) => {
    const text = `${task.asin} ${task.search_asin} ${task.title ?? ''}`.toLowerCase()
    const { missing } = filters
    return (
      (!filters.marketplace || task.marketplace === filters.marketplace) &&
      (!missing || (missing === 'nothing' ? task.missing.length === 0 : task.missing.includes(missing))) &&
      words.every((word) => text.includes(word))
    )
  }
  const groups = whole.groups.flatMap((group): TaskGroup[] => {
    const tasks = group.tasks.filter(matches)
    return tasks.length > 0 ? [{ ...group, tasks }] : []
  })
  return {
    ...whole,
    groups: filters.order === 'oldest' ? groups.toReversed() : groups,
    next_cursor: null,
    total: groups.length,
  }
}

/** Loads the list again; the old one stays visible until the answer arrives. */
export const refreshGroups = (client: QueryClient) => client.invalidateQueries({ queryKey: GROUPS_KEY })

/**
 * Shows what the server saved in every list. An answer that began before the change would bring the old state back, so
 * a request under way begins anew.
 */
export async function showSaved(client: QueryClient, task: InfluencerTask): Promise<void> {
  const wasFetching = client.isFetching({ queryKey: GROUPS_KEY }) > 0
  if (wasFetching) await client.cancelQueries({ queryKey: GROUPS_KEY })
  client.setQueriesData<PanelTasks>({ queryKey: GROUPS_KEY }, (list) =>
    list ? { ...list, groups: list.groups.map((group) => patchGroup(group, task)) } : list,
  )
  if (wasFetching || task.status === 'pending') void refreshGroups(client)
}
