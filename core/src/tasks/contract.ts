import { z } from 'zod'
import { defineContract } from '../http/contract.ts'
import { listOf, rowsOf, unreadable, wholeListOf } from '../http/list.ts'
import { MarketplaceCode } from '../marketplaces.ts'
import { PanelFilters, PanelTasks } from './panel.ts'
import { PlacementFilters, PlacementPage } from './placements.ts'
import {
  BulkTasksResult,
  BulkUpdateTasks,
  InfluencerTask,
  MarketplaceTaskCounts,
  TaskFilters,
  TaskGroup,
  TaskGroupFilters,
  UpdateMarketplace,
  UpdateTask,
  WorkspaceMarketplace,
} from './schema.ts'

const params = z.strictObject({ id: z.uuid() })

export const tasksContract = {
  placements: defineContract({
    method: 'GET',
    path: '/api/placements',
    summary: 'Completed tasks with whether their video was seen on the product page, the latest completed first',
    audience: 'user',
    query: PlacementFilters,
    response: PlacementPage,
    problems: ['not_allowed'],
  }),
  list: defineContract({
    method: 'GET',
    path: '/api/influencer-tasks',
    summary: 'Upload tasks, newest first; with `sort=completed` the latest completion first',
    audience: 'user',
    query: TaskFilters,
    response: listOf(InfluencerTask),
    problems: [],
  }),
  /** The same address with `group=video`; `limit` then counts groups. */
  listGroups: defineContract({
    method: 'GET',
    path: '/api/influencer-tasks',
    summary: 'Upload tasks in groups that share one video',
    audience: 'user',
    selector: { group: 'video' },
    query: TaskGroupFilters,
    response: z.object({
      groups: rowsOf(TaskGroup),
      next_cursor: z.string().nullable(),
      total: z.number().int().optional(),
      unreadable,
    }),
    problems: [],
  }),
  /** The first page only; `listGroups` has the rest. */
  panel: defineContract({
    method: 'GET',
    path: '/api/influencer-tasks/panel',
    summary: 'All that the side panel shows: the first groups, counts, pace, the person and the filters',
    audience: 'user',
    query: PanelFilters,
    response: PanelTasks,
    problems: [],
  }),
  counts: defineContract({
    method: 'GET',
    path: '/api/influencer-tasks/counts',
    summary: 'How many tasks are pending, completed or skipped in each marketplace that is on or has tasks',
    audience: 'user',
    response: wholeListOf(MarketplaceTaskCounts),
    problems: [],
  }),
  marketplaces: defineContract({
    method: 'GET',
    path: '/api/marketplaces',
    summary: "Amazon's marketplaces with this workspace's settings",
    audience: 'user',
    response: wholeListOf(WorkspaceMarketplace),
    problems: [],
  }),
  updateMarketplace: defineContract({
    method: 'PATCH',
    path: '/api/marketplaces/:code',
    summary: 'Turn a marketplace on or off, or make it a home marketplace',
    audience: 'user',
    params: z.strictObject({ code: MarketplaceCode }),
    body: UpdateMarketplace,
    response: WorkspaceMarketplace,
    problems: ['not_allowed'],
  }),
  update: defineContract({
    method: 'PATCH',
    path: '/api/influencer-tasks/:id',
    summary: 'Complete, skip, reopen, note or claim a task; completing twice is one completion',
    audience: 'user',
    params,
    body: UpdateTask,
    response: InfluencerTask,
    problems: ['task_not_found', 'task_claimed', 'task_not_pending'],
    idempotent: true,
    isRepeatable: true,
    versioned: true,
  }),
  bulk: defineContract({
    method: 'POST',
    path: '/api/influencer-tasks/bulk',
    summary: 'The same for many tasks; a task that may not be changed is answered with the reason',
    audience: 'user',
    body: BulkUpdateTasks,
    response: BulkTasksResult,
    problems: [],
    idempotent: true,
    isRepeatable: true,
  }),
  remove: defineContract({
    method: 'DELETE',
    path: '/api/influencer-tasks/:id',
    summary: 'Delete a pending, completed or skipped task',
    audience: 'user',
    params,
    response: z.object({ id: z.uuid() }),
    problems: ['not_allowed', 'task_not_found'],
  }),
}
