import {
  AsinCorrelation,
  type CorrelationFilters,
  type CreateCorrelation,
  type DecideCorrelation,
  DecidedCorrelation,
} from '#core/correlations/schema.ts'
import { decodeCursor, NewestFirst, olderThan, rowsAsStored, toPage } from '../cursor.ts'
import { unwrap } from '../db/db-errors.ts'
import { getEditorWorkspaceId } from '../db/editor-workspace.ts'
import type { Db } from '../db/user-client.ts'

const COLUMNS =
  'id, product_id, search_asin, similar_asin, relation, marketplaces, title, image_url, source, decision, decided_at, is_shown_in_video, created_at, updated_at'

/** One page of correlated ASINs, newest first. Throws `not_allowed`. */
export async function listCorrelations(db: Db, { limit, cursor, count, ...filters }: CorrelationFilters) {
  const place = decodeCursor(NewestFirst, cursor)
  const order = { ascending: false }
  let query = filtered(db, filters, { count: false })
  if (place) query = query.or(olderThan(place))
  const [answer] = await Promise.all([
    query
      .order('created_at', order)
      .order('id', order)
      .limit(limit + 1),
    getEditorWorkspaceId(db),
  ])
  const rows = rowsAsStored<AsinCorrelation>().parse(unwrap(answer))
  const page = toPage(rows, limit, ({ created_at, id }) => ({ created_at, id }))
  if (!count) return page
  const counted = await filtered(db, filters, { count: true })
  unwrap(counted)
  return { ...page, total: counted.count ?? 0 }
}

type Filters = Pick<CorrelationFilters, 'product_id' | 'decision'>

function filtered(db: Db, { product_id, decision }: Filters, { count }: { count: boolean }) {
  let query = db.from('asin_correlations').select(COLUMNS, count ? { count: 'exact', head: true } : {})
  if (product_id !== undefined) query = query.eq('product_id', product_id)
  if (decision === 'undecided') query = query.is('decision', null)
  else if (decision !== undefined) query = query.eq('decision', decision)
  return query
}

/** The correlation of those two ASINs; null when there is none. */
export async function findCorrelationId(db: Db, productId: string, similarAsin: string): Promise<string | null> {
  const query = db.from('asin_correlations').select('id').eq('product_id', productId).eq('similar_asin', similarAsin)
  return unwrap(await query.maybeSingle())?.id ?? null
}

/** Throws `product_not_found`, `not_allowed`. */
export async function insertCorrelation(
  db: Db,
  { product_id, similar_asin, relation, marketplaces, title }: CreateCorrelation,
) {
  const row = { product_id, similar_asin, relation, ...(marketplaces && { marketplaces }), ...(title && { title }) }
  // safe: search_asin and marketplaces are filled by the database when left out
  const query = db.from('asin_correlations').insert(row as typeof row & { search_asin: string; marketplaces: string[] })
  return AsinCorrelation.parse(unwrap(await query.select(COLUMNS).single()))
}

/** Throws `correlation_not_found`, `not_allowed`, `invalid_input` for a similar product not shown in the video. */
export async function decideCorrelation(db: Db, id: string, { decision, is_shown_in_video }: DecideCorrelation) {
  const args = {
    p_id: id,
    p_decision: decision,
    ...(is_shown_in_video !== undefined && { p_is_shown_in_video: is_shown_in_video }),
  }
  return DecidedCorrelation.parse(
    unwrap(await db.rpc('decide_correlation', args as typeof args & { p_decision: string })),
  ) // safe: null takes the decision back
}
