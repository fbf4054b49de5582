import { z } from 'zod'
import {
  type PreviewPrices,
  PriceChange,
  type PriceChangeDay,
  type PriceChangeExport,
  type PriceChangeFilters,
  PriceRun,
} from '#core/prices/schema.ts'
import { Instant } from '#core/time.ts'
import { decodeCursor, readableRows, rowsAsStored, toPage } from '../cursor.ts'
import { unwrap } from '../db/db-errors.ts'
import type { Db } from '../db/user-client.ts'
import { AppError } from '../errors.ts'

const Rows = z.object({ rows: rowsAsStored<PriceChange>(), total: z.number().int().optional() })
const Place = z.object({ planned_at: Instant, id: z.uuid() })

/** One page of the price history, newest first. */
export async function listPriceChanges(db: Db, { limit, cursor, count, ...filters }: PriceChangeFilters) {
  const place = decodeCursor(Place, cursor)
  const args = { p_filters: { ...filters }, p_limit: limit + 1, p_count: count, ...(place && { p_cursor: place }) }
  const { rows, total } = Rows.parse(unwrap(await db.rpc('list_price_changes', args)))
  const page = toPage(rows, limit, ({ planned_at, id }) => ({ planned_at, id }))
  return { ...page, ...(total !== undefined && { total }) }
}

const PAGE_ROWS = 1000

/** Every row of the price history that fits, newest first, page by page. */
export async function* readPriceChanges(db: Db, filters: PriceChangeExport): AsyncGenerator<PriceChange[]> {
  let place: z.infer<typeof Place> | null = null
  for (;;) {
    const args: { p_filters: PriceChangeExport; p_limit: number; p_cursor?: z.infer<typeof Place> } = {
      p_filters: filters,
      p_limit: PAGE_ROWS,
      ...(place && { p_cursor: place }),
    }
    const { rows } = Rows.parse(unwrap(await db.rpc('list_price_changes', args)))
    yield readableRows(PriceChange, rows)
    const last = rows.at(-1)
    if (!last || rows.length < PAGE_ROWS) return
    place = { planned_at: last.planned_at, id: last.id }
  }
}

/** What the confirmed changes that fit took off and put back, by day and currency, the oldest first. */
export async function sumPriceChangesByDay(db: Db, filters: PriceChangeExport): Promise<PriceChangeDay[]> {
  const args = { p_filters: { ...filters } }
  return rowsAsStored<PriceChangeDay>().parse(unwrap(await db.rpc('sum_price_changes_by_day', args)))
}

const RunPlace = z.object({ started_at: Instant, id: z.uuid() })

/** One page of runs, newest first. */
export async function listPriceRuns(db: Db, { limit, cursor }: { limit: number; cursor?: string | undefined }) {
  const place = decodeCursor(RunPlace, cursor)
  const args = { p_limit: limit + 1, ...(place && { p_cursor: place }) }
  const rows = rowsAsStored<PriceRun>().parse(unwrap(await db.rpc('list_price_runs', args)))
  return toPage(rows, limit, ({ started_at, id }) => ({ started_at, id }))
}

/** Throws `price_run_not_found`. */
export async function getPriceRun(db: Db, id: string): Promise<PriceRun> {
  const [run] = z.array(PriceRun).parse(unwrap(await db.rpc('list_price_runs', { p_limit: 1, p_id: id })))
  if (!run) throw new AppError('price_run_not_found', "We can't find this run in your workspace.")
  return run
}

const Started = z.object({ id: z.uuid() })

/** Asks for a run now; one that goes on is the answer. Throws `reductions_paused`, `ebay_not_connected`, `ebay_reconnect`. */
export async function requestPriceRun(db: Db, scope: PreviewPrices): Promise<string> {
  return Started.parse(unwrap(await db.rpc('request_price_run', { p_scope: { ...scope } }))).id
}

/** Throws `price_run_not_found`, `price_run_running`, `cannot_undo`, `ebay_not_connected`, `ebay_reconnect`. */
export async function requestRunUndo(db: Db, id: string): Promise<string> {
  return Started.parse(unwrap(await db.rpc('request_run_undo', { p_run_id: id }))).id
}
