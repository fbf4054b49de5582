import { z } from 'zod'
import { amazonProductUrl, amazonUploadUrl, MARKETPLACES, type MarketplaceCode } from '#core/marketplaces.ts'
import { UploadPace } from '#core/tasks/panel.ts'
import {
  BulkTasksResult,
  type BulkUpdateTasks,
  InfluencerTask,
  type MarketplaceTaskCounts,
  type TaskFilters,
  TaskGroup,
  type TaskGroupFilters,
  type UpdateMarketplace,
  type UpdateTask,
  WorkspaceMarketplace,
} from '#core/tasks/schema.ts'
import { Instant } from '#core/time.ts'
import { decodeCursor, NewestFirst, rowsAsStored, toPage } from '../cursor.ts'
import { DatabaseError, unwrap } from '../db/db-errors.ts'
import type { Db } from '../db/user-client.ts'
import { withoutUndefined } from '../db/without-undefined.ts'
import { AppError } from '../errors.ts'
import { signThumbnails } from '../thumbnails/thumbnail-store.ts'

// Amazon's links follow from marketplace and ASIN, so they are made here and not stored.
const TaskRow = InfluencerTask.omit({ amazon_product_url: true, amazon_upload_url: true, thumbnail_url: true }).extend({
  thumbnail_path: z.string().nullable(),
})
type TaskRow = z.infer<typeof TaskRow>

/** Tasks with fresh links to their thumbnails, in one request to the store for any number of rows. */
async function toTasks(db: Db, rows: readonly TaskRow[]): Promise<InfluencerTask[]> {
  const links = await signThumbnails(
    db,
    rows.map(({ thumbnail_path }) => thumbnail_path),
  )
  return rows.map(({ thumbnail_path, ...row }) => ({
    ...row,
    thumbnail_url: (thumbnail_path !== null && links.get(thumbnail_path)) || null,
    amazon_product_url: amazonProductUrl(row.marketplace, row.asin),
    amazon_upload_url: amazonUploadUrl(row.marketplace),
  }))
}

async function toTask(db: Db, row: TaskRow): Promise<InfluencerTask> {
  const [task] = await toTasks(db, [row])
  if (!task) throw new Error('One row makes one task.')
  return task
}

const Rows = z.object({ rows: rowsAsStored<TaskRow>(), total: z.number().int().optional() })

/** The position in a list ordered by completion. */
const LatestCompletion = z.object({ completed_at: Instant, id: z.uuid() })

/** One page of tasks, newest first: by creation or by completion. */
export async function listTasks(db: Db, { limit, cursor, count, sort, ...filters }: TaskFilters) {
  const isByCompletion = sort === 'completed'
  const { rows, total } = Rows.parse(
    unwrap(
      await db.rpc('list_influencer_tasks', {
        p_filters: { ...filters },
        p_limit: limit + 1,
        p_cursor: isByCompletion ? decodeCursor(LatestCompletion, cursor) : decodeCursor(NewestFirst, cursor),
        p_count: count,
        p_sort: sort,
      }),
    ),
  )
  const { items, next_cursor } = toPage(rows, limit, ({ created_at, completed_at, id }) =>
    isByCompletion ? { completed_at, id } : { created_at, id },
  )
  return { items: await toTasks(db, items), next_cursor, ...(total !== undefined && { total }) }
}

const GroupRow = TaskGroup.extend({ newest_at: Instant, tasks: z.array(TaskRow) })
const Groups = z.object({ rows: rowsAsStored<z.infer<typeof GroupRow>>(), total: z.number().int().nullable() })
const GroupPlace = z.object({ newest_at: Instant, key: z.string() })

/** One page of groups that share a video, the group with the newest task first. */
export async function listTaskGroups(db: Db, { limit, cursor, count, group: _, ...filters }: TaskGroupFilters) {
  const { rows, total } = Groups.parse(
    unwrap(
      await db.rpc('list_task_groups', {
        p_filters: { ...filters },
        p_limit: limit + 1,
        p_cursor: decodeCursor(GroupPlace, cursor),
        p_count: count,
      }),
    ),
  )
  const { items, next_cursor } = toPage(rows, limit, ({ newest_at, key }) => ({ newest_at, key }))
  const tasks = await toTasks(
    db,
    items.flatMap((group) => group.tasks),
  )
  const rest = [...tasks]
  const groups = items.map((group) => ({ ...group, tasks: rest.splice(0, group.tasks.length) }))
  return { groups, next_cursor, ...(total !== null && { total }) }
}

/** The caller's own uploads today and on a usual day. */
export const getUploadPace = async (db: Db): Promise<UploadPace> =>
  UploadPace.parse(unwrap(await db.rpc('upload_pace')))

const Counts = rowsAsStored<MarketplaceTaskCounts>()

/** Tasks per marketplace in the order of the page, for every marketplace that is on or has tasks. */
export async function countTasks(db: Db) {
  return { items: Counts.parse(unwrap(await db.rpc('count_influencer_tasks'))) }
}

/** Throws `task_not_found`. */
export async function getTask(db: Db, id: string): Promise<InfluencerTask> {
  const row = TaskRow.nullable().parse(unwrap(await db.rpc('get_influencer_task', { p_id: id })))
  if (!row) throw new AppError('task_not_found', "We can't find this task in your workspace.")
  return toTask(db, row)
}

/** Throws `task_not_found`, `task_claimed`, `task_not_pending`, `row_changed`. */
export async function updateTaskRow(
  db: Db,
  id: string,
  changes: UpdateTask,
  ifMatch: string | undefined,
): Promise<InfluencerTask> {
  const args = { p_id: id, p_changes: { ...changes }, ...(ifMatch !== undefined && { p_if_match: ifMatch }) }
  return toTask(db, TaskRow.parse(unwrap(await db.rpc('update_influencer_task', args))))
}

/** Changes many tasks in one transaction; a task that may not be changed is answered with the reason. */
export async function updateTaskRows(db: Db, { ids, patch }: BulkUpdateTasks): Promise<BulkTasksResult> {
  const args = { p_ids: ids, p_changes: { ...patch } }
  return BulkTasksResult.parse(unwrap(await db.rpc('update_influencer_tasks', args)))
}

/** Throws `not_allowed`, `task_not_found`. */
export async function deleteTask(db: Db, id: string): Promise<{ id: string }> {
  return { id: z.uuid().parse(unwrap(await db.rpc('delete_influencer_task', { p_id: id }))) }
}

const MARKETPLACE_COLUMNS = 'marketplace, is_enabled, is_home, language, storefront_name, other_storefronts'

/** Amazon's marketplaces with the workspace's settings, in the order of the page. */
export async function listMarketplaces(db: Db) {
  const rows = rowsAsStored<WorkspaceMarketplace>().parse(
    unwrap(await db.from('workspace_marketplaces').select(MARKETPLACE_COLUMNS)),
  )
  const position = (code: MarketplaceCode) => MARKETPLACES.findIndex((known) => known.code === code)
  return { items: rows.toSorted((a, b) => position(a.marketplace) - position(b.marketplace)) }
}

/** Throws `not_allowed` for an uploader, `invalid_input` for a home marketplace that is off. */
export async function updateMarketplace(
  db: Db,
  code: MarketplaceCode,
  change: UpdateMarketplace,
): Promise<WorkspaceMarketplace> {
  // A marketplace that is turned off is no home either.
  const whole = change.is_enabled === false ? { ...change, is_home: false } : change
  const query = db.from('workspace_marketplaces').update(withoutUndefined(whole)).eq('marketplace', code)
  const answer = query.select(MARKETPLACE_COLUMNS).maybeSingle()
  const row = await answer.then(unwrap).then((found) => found, refuseHomeThatIsOff)
  if (!row) throw new AppError('not_allowed', 'Ask an owner or manager of the workspace to change marketplaces.')
  return WorkspaceMarketplace.parse(row)
}

// Whether it is on may be in the row only, so the database is the first to know.
function refuseHomeThatIsOff(error: unknown): never {
  if (!(error instanceof DatabaseError)) throw error
  if (!error.constraintMessage.includes('workspace_marketplaces_home_is_enabled')) throw error
  const message = 'A home marketplace must be turned on.'
  throw new AppError('invalid_input', message, { issues: [{ path: 'is_home', message }] }, error)
}
