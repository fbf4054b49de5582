import { z } from 'zod'
import type { ExpansionCell, ExpansionFilters, ExpansionRow } from '#core/catalog/expansion.ts'
import { estimateDubCredits } from '#core/videos/dubs/estimate.ts'
import { decodeCursor, rowsAsStored, toPage } from '../cursor.ts'
import { unwrap } from '../db/db-errors.ts'
import type { Db } from '../db/user-client.ts'
import { withoutUndefined } from '../db/without-undefined.ts'

const Place = z.object({ opportunities: z.number().int(), id: z.uuid() })

/** One page of products with a video and their marketplaces. Throws `not_allowed`. */
export async function listExpansion(db: Db, { limit, cursor, ...filters }: ExpansionFilters) {
  const answer = await db.rpc('list_expansion', {
    p_filters: withoutUndefined(filters),
    p_limit: limit + 1,
    p_cursor: decodeCursor(Place, cursor),
  })
  const rows = rowsAsStored<ExpansionRow>().parse(unwrap(answer))
  const page = toPage(rows, limit, ({ opportunities, product_id }) => ({ opportunities, id: product_id }))
  return { ...page, items: page.items.map(withCost) }
}

/** A dub is charged by the length of the video, as core knows it. */
function withCost(row: ExpansionRow): ExpansionRow {
  const credits = row.duration_seconds === null ? null : estimateDubCredits(row.duration_seconds)
  const costOf = ({ requires_dubbing, dub_state }: ExpansionCell) =>
    requires_dubbing && (dub_state === null || dub_state === 'failed') ? credits : null
  return { ...row, cells: row.cells.map((cell) => ({ ...cell, dub_credits: costOf(cell) })) }
}
