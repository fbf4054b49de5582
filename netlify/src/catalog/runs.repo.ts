import { z } from 'zod'
import { CatalogRun, CatalogRunKind, type StartCatalogRun } from '#core/catalog/runs.ts'
import { MarketplaceCode } from '#core/marketplaces.ts'
import { decodeCursor, NewestFirst, olderThan, rowsAsStored, toPage } from '../cursor.ts'
import { unwrap } from '../db/db-errors.ts'
import { getEditorWorkspaceId } from '../db/editor-workspace.ts'
import type { Db } from '../db/user-client.ts'
import { withoutUndefined } from '../db/without-undefined.ts'

const COLUMNS = 'id, kind, state, done, total, tokens_spent, error_code, error, retry_at, created_at, finished_at'

type RunPage = { limit: number; cursor?: string | undefined; kind?: CatalogRunKind | undefined }

/** Runs of the workspace, the latest first. Throws `not_allowed`. */
export async function listRuns(db: Db, { limit, cursor, kind }: RunPage) {
  const place = decodeCursor(NewestFirst, cursor)
  const order = { ascending: false }
  let query = db.from('catalog_runs').select(COLUMNS)
  if (kind !== undefined) query = query.eq('kind', kind)
  if (place) query = query.or(olderThan(place))
  const [answer] = await Promise.all([
    query
      .order('created_at', order)
      .order('id', order)
      .limit(limit + 1),
    getEditorWorkspaceId(db),
  ])
  const rows = rowsAsStored<CatalogRun>().parse(unwrap(answer))
  return toPage(rows, limit, ({ created_at, id }) => ({ created_at, id }))
}

const argsOf = ({ kind, ...args }: StartCatalogRun) => ({ p_kind: kind, p_args: withoutUndefined(args) })

/** Throws `not_allowed`. */
export async function requestRun(db: Db, run: StartCatalogRun): Promise<CatalogRun> {
  return CatalogRun.parse(unwrap(await db.rpc('request_catalog_run', argsOf(run))))
}

/** How many pairs of ASIN and marketplace a run would ask about, and how many of them are stored. Throws `not_allowed`. */
export async function measureRun(db: Db, run: StartCatalogRun): Promise<{ total: number; stored: number }> {
  const Measured = z.object({ total: z.number().int(), stored: z.number().int() })
  return Measured.parse(unwrap(await db.rpc('measure_catalog_run', argsOf(run))))
}

/** Throws `not_allowed`, `run_not_found`. */
export async function cancelRun(db: Db, id: string): Promise<CatalogRun> {
  return CatalogRun.parse(unwrap(await db.rpc('cancel_catalog_run', { p_id: id })))
}

// Every function below takes the `serviceDb` only: the job's part of a run.

const OpenRun = z.object({
  id: z.uuid(),
  workspace_id: z.uuid(),
  kind: CatalogRunKind,
  args: z.object({ marketplaces: z.array(MarketplaceCode).optional(), product_ids: z.array(z.string()).optional() }),
  done: z.number().int(),
})
export type OpenRun = z.infer<typeof OpenRun>

/** The run that a job does; null when it is over. */
export async function openRun(serviceDb: Db, id: string): Promise<OpenRun | null> {
  return OpenRun.nullable().parse(unwrap(await serviceDb.rpc('open_catalog_run', { p_id: id })))
}

export type RunChanges = {
  state?: 'waiting' | 'running' | 'done' | 'failed'
  done?: number
  total?: number
  /** Spent since the last change. */
  spent?: number
  error_code?: string | null
  error?: string | null
  retry_at?: string | null
}

/** Answers false when the run is over: a person canceled it. */
export async function updateRun(serviceDb: Db, id: string, changes: RunChanges): Promise<boolean> {
  return z.boolean().parse(unwrap(await serviceDb.rpc('update_catalog_run', { p_id: id, p_changes: changes })))
}

const Pairs = z.object({
  total: z.number().int(),
  stale: z.number().int(),
  pairs: z.array(z.object({ asin: z.string(), marketplace: MarketplaceCode })),
})

/** The next pairs that the radar should ask about. */
export async function listRadarPairs(serviceDb: Db, { workspace_id, args }: OpenRun, limit: number) {
  const call = { p_workspace_id: workspace_id, p_args: withoutUndefined(args), p_limit: limit }
  return Pairs.parse(unwrap(await serviceDb.rpc('list_radar_pairs', call)))
}
