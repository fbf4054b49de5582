import { z } from 'zod'
import { Me } from '../accounts/schema.ts'
import { rowsOf, unreadable } from '../http/list.ts'
import { MarketplaceCode } from '../marketplaces.ts'
import { TaskGroup, TaskGroupFilters } from './schema.ts'

/** The caller's own completed uploads. */
export const UploadPace = z.object({
  /** Since midnight in the person's time zone. */
  today: z.number().int(),
  /** The median of the days with uploads among the last 28; null with fewer than five such days. */
  usual: z.number().int().nullable(),
})
export type UploadPace = z.infer<typeof UploadPace>

/** The filters of the panel's list, which shows pending tasks. */
export const PanelFilters = TaskGroupFilters.omit({ group: true, status: true, cursor: true, count: true })
export type PanelFilters = z.infer<typeof PanelFilters>

/** All that the side panel shows, so that one request refreshes it. */
export const PanelTasks = z.object({
  groups: rowsOf(TaskGroup),
  next_cursor: z.string().nullable(),
  /** Groups that match the filters. */
  total: z.number().int(),
  /** Pending tasks of the workspace, whatever the filters. */
  pending: z.number().int(),
  pace: UploadPace,
  me: Me,
  /** Marketplaces that are on. */
  marketplaces: z.array(MarketplaceCode),
  /** Product owners to filter by; none for an uploader. */
  owners: z.array(z.object({ id: z.uuid(), name: z.string() })),
  unreadable,
})
export type PanelTasks = z.infer<typeof PanelTasks>
