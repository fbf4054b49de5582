import { z } from 'zod'
import type { ActivityQuery, ProductActivity } from '#core/products/activity.ts'
import { decodeCursor, NewestFirst, rowsAsStored, toPage } from '../cursor.ts'
import { unwrap } from '../db/db-errors.ts'
import type { Db } from '../db/user-client.ts'
import { AppError } from '../errors.ts'

const Rows = z.object({ rows: rowsAsStored<ProductActivity>() })

/** One page of a product's events, newest first. Throws `product_not_found`; `not_allowed` for an uploader. */
export async function listActivity(db: Db, productId: string, { limit, cursor }: ActivityQuery) {
  const args = { p_product_id: productId, p_limit: limit + 1, p_cursor: decodeCursor(NewestFirst, cursor) }
  const answer = Rows.nullable().parse(unwrap(await db.rpc('list_product_activity', args)))
  if (!answer) throw new AppError('product_not_found', "We can't find this product in your workspace.")
  return toPage(answer.rows, limit, ({ at, id }) => ({ created_at: at, id }))
}
