import { z } from 'zod'
import {
  AsinCorrelation,
  CorrelationCounts,
  type CorrelationFilters,
  type CreateCorrelation,
  type DecideCorrelation,
  type DecideCorrelations,
  DecidedCorrelation,
  DecidedCorrelations,
  type DecisionBatch,
  UndoneDecisions,
} from '#core/correlations/schema.ts'
import { decodeCursor, NewestFirst, rowsAsStored, toPage } from '../cursor.ts'
import { unwrap } from '../db/db-errors.ts'
import type { Db } from '../db/user-client.ts'
import { AppError } from '../errors.ts'

const ReviewPlace = z.object({ review_rank: z.number().int(), id: z.uuid() })
const Rows = z.object({
  rows: rowsAsStored<AsinCorrelation & z.infer<typeof ReviewPlace>>(),
  total: z.number().int().optional(),
})

/** One page of correlated ASINs. Throws `not_allowed`. */
export async function listCorrelations(db: Db, { limit, cursor, count, sort, ...filters }: CorrelationFilters) {
  const isReview = sort === 'review'
  const { rows, total } = Rows.parse(
    unwrap(
      await db.rpc('list_correlations', {
        p_filters: { ...filters },
        p_limit: limit + 1,
        p_cursor: isReview ? decodeCursor(ReviewPlace, cursor) : decodeCursor(NewestFirst, cursor),
        p_count: count,
        p_sort: sort,
      }),
    ),
  )
  const page = toPage(rows, limit, ({ created_at, review_rank, id }) =>
    isReview ? { review_rank, id } : { created_at, id },
  )
  return { ...page, ...(total !== undefined && { total }) }
}

/** Throws `correlation_not_found`, `not_allowed`. */
export async function getCorrelation(db: Db, id: string): Promise<AsinCorrelation> {
  const row = AsinCorrelation.nullable().parse(unwrap(await db.rpc('get_correlation', { p_id: id })))
  if (!row) throw new AppError('correlation_not_found', "We can't find this correlation in your workspace.")
  return row
}

/** The correlation of those two ASINs; null when there is none. */
export async function findCorrelationId(db: Db, productId: string, similarAsin: string): Promise<string | null> {
  const query = db.from('asin_correlations').select('id').eq('product_id', productId).eq('similar_asin', similarAsin)
  return unwrap(await query.maybeSingle())?.id ?? null
}

/** Answers the id of the new correlation. Throws `product_not_found`, `not_allowed`. */
export async function insertCorrelation(
  db: Db,
  { product_id, similar_asin, relation, marketplaces, title }: CreateCorrelation,
): Promise<string> {
  const row = { product_id, similar_asin, relation, ...(marketplaces && { marketplaces }), ...(title && { title }) }
  // safe: search_asin and marketplaces are filled by the database when left out
  const query = db.from('asin_correlations').insert(row as typeof row & { search_asin: string; marketplaces: string[] })
  return unwrap(await query.select('id').single()).id
}

// safe: null takes the decision back, and an absent argument is the function's default
const decisionArgs = ({ decision, is_shown_in_video }: DecideCorrelation) =>
  ({ p_decision: decision, ...(is_shown_in_video !== undefined && { p_is_shown_in_video: is_shown_in_video }) }) as {
    p_decision: string
    p_is_shown_in_video?: boolean
  }

/** Throws `correlation_not_found`, `not_allowed`, `invalid_input` for a product that must be shown in the video. */
export async function decideCorrelation(db: Db, id: string, decision: DecideCorrelation) {
  return DecidedCorrelation.parse(unwrap(await db.rpc('decide_correlation', { p_id: id, ...decisionArgs(decision) })))
}

/** The same decision for many, in one transaction; a correlation that keeps its decision says why. */
export async function decideCorrelations(db: Db, { ids, ...decision }: DecideCorrelations) {
  return DecidedCorrelations.parse(
    unwrap(await db.rpc('decide_correlations', { p_ids: ids, ...decisionArgs(decision) })),
  )
}

/** Throws `already_undone`, `not_allowed`. */
export async function undoDecisions(db: Db, batchId: string): Promise<UndoneDecisions> {
  return UndoneDecisions.parse(unwrap(await db.rpc('undo_correlation_decisions', { p_batch_id: batchId })))
}

/** Throws `not_allowed`. */
export async function countCorrelations(db: Db, productId: string | undefined): Promise<CorrelationCounts> {
  const args = productId === undefined ? {} : { p_product_id: productId }
  return CorrelationCounts.parse(unwrap(await db.rpc('count_correlations', args)))
}

type DecisionPage = { limit: number; cursor?: string | undefined; product_id?: string | undefined }

/** Decisions by request, the latest first. Throws `not_allowed`. */
export async function listDecisions(db: Db, { limit, cursor, product_id }: DecisionPage) {
  const rows = rowsAsStored<DecisionBatch>().parse(
    unwrap(
      await db.rpc('list_correlation_decisions', {
        p_limit: limit + 1,
        p_cursor: decodeCursor(NewestFirst, cursor),
        ...(product_id !== undefined && { p_product_id: product_id }),
      }),
    ),
  )
  return toPage(rows, limit, ({ created_at, batch_id }) => ({ created_at, id: batch_id }))
}
