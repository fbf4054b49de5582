import { z } from 'zod'
import { useAddress } from '#app/components/data-table/query/use-address.ts'
import { MarketplaceCode } from '#core/marketplaces.ts'
import type { TaskListFilters } from './tasks.queries.ts'

const TasksAddress = z.object({
  view: z.enum(['videos', 'history', 'placements']).default('videos'),
  search: z.string().max(200).default(''),
  marketplace: MarketplaceCode.optional(),
  /** The page opens with the pending tasks, because people come here to work. */
  status: z.enum(['pending', 'completed', 'skipped', 'all']).default('pending'),
  video: z.enum(['yes', 'no']).optional(),
  /** A product owner, by id. */
  owner: z.uuid().optional(),
})

/** The page's view and filters. */
export function useTasksAddress() {
  const filtering = useAddress(TasksAddress, { filters: ['search', 'marketplace', 'status', 'video', 'owner'] })
  return { ...filtering, filters: asFilters(filtering.address) }
}
export type TasksFiltering = ReturnType<typeof useTasksAddress>

const asFilters = ({ search, marketplace, status, video, owner }: z.infer<typeof TasksAddress>): TaskListFilters => ({
  ...(search && { search }),
  ...(marketplace && { marketplace }),
  ...(status !== 'all' && { status }),
  ...(video && { has_video: video === 'yes' }),
  ...(owner && { owner_id: owner }),
})
