import { z } from 'zod'
import type { SourceName } from '#core/catalog/source-product.ts'
import { MarketplaceCode } from '#core/marketplaces.ts'
import type { Placement } from '#core/tasks/placement.ts'
import { type PlacementFilters, PlacementState, type TaskPlacement } from '#core/tasks/placements.ts'
import { Instant } from '#core/time.ts'
import { decodeCursor, rowsAsStored, toPage } from '../cursor.ts'
import { unwrap } from '../db/db-errors.ts'
import type { Db } from '../db/user-client.ts'
import { withoutUndefined } from '../db/without-undefined.ts'

const Place = z.object({ completed_at: Instant, id: z.uuid() })
const Page = z.object({
  counts: z.record(PlacementState, z.number().int()),
  rows: rowsAsStored<TaskPlacement>(),
})

/** Completed tasks with what is known of their placement, the latest completed first. Throws `not_allowed`. */
export async function listPlacements(db: Db, { limit, cursor, ...filters }: PlacementFilters) {
  const { counts, rows } = Page.parse(
    unwrap(
      await db.rpc('list_placements', {
        p_filters: withoutUndefined(filters),
        p_limit: limit + 1,
        p_cursor: decodeCursor(Place, cursor),
      }),
    ),
  )
  return { ...toPage(rows, limit, ({ completed_at, task_id }) => ({ completed_at, id: task_id })), counts }
}

// Both functions take the `serviceDb` only.

const ToCheck = z.array(
  z.object({
    task_id: z.uuid(),
    asin: z.string(),
    marketplace: MarketplaceCode,
    title: z.string(),
    seconds: z.number().nullable(),
    storefront_name: z.string().nullable(),
    other_storefronts: z.array(z.string()),
    is_dubbed: z.boolean(),
  }),
)

/** Completed tasks that nobody looked for in a week. */
export async function listPlacementsToCheck(serviceDb: Db, workspaceId: string, limit: number) {
  const call = { p_workspace_id: workspaceId, p_limit: limit }
  return ToCheck.parse(unwrap(await serviceDb.rpc('list_placements_to_check', call)))
}

type Found = Placement & { task_id: string; known_videos: number; source: SourceName; checked_at: string }

/** Answers how many were written. */
export async function recordPlacements(serviceDb: Db, workspaceId: string, found: readonly Found[]): Promise<number> {
  if (found.length === 0) return 0
  const call = { p_workspace_id: workspaceId, p_results: found.map((one) => ({ ...one })) }
  return z.number().parse(unwrap(await serviceDb.rpc('record_placements', call)))
}
