import type { SourcedProduct } from '#core/products/schema.ts'
import type { UserContext } from '../context.ts'
import { DatabaseError } from '../db/db-errors.ts'
import { AppError } from '../errors.ts'
import { wakeJobs } from '../jobs/wake-jobs.ts'
import { findProductId, found, updateProductRow } from './products.repo.ts'

/** Restores a product from Trash. When another product has its ASIN by now, it stays in Trash: `product_exists`. */
export async function restoreProduct(ctx: UserContext, id: string): Promise<SourcedProduct> {
  const { db } = ctx
  try {
    const product = found((await updateProductRow(db, { id, changes: { is_deleted: false } })).product)
    // A product that comes back gets the tasks that it missed, and they may make a thumbnail.
    if (product.fill_in_state === 'waiting' || product.owners.length > 0) wakeJobs(ctx)
    return product
  } catch (error) {
    if (!(error instanceof DatabaseError) || !error.isDuplicateOf('sourced_products_asin_idx')) throw error
    const { asin } = await findInTrash(db, id)
    const existingId = await findProductId(db, asin)
    throw new AppError(
      'product_exists',
      `${asin} was added again meanwhile.`,
      existingId ? { existing_id: existingId } : {},
      error,
    )
  }
}

async function findInTrash(db: UserContext['db'], id: string): Promise<{ asin: string }> {
  const { data } = await db.from('sourced_products').select('asin').eq('id', id).maybeSingle()
  if (!data) throw new AppError('product_not_found', "We can't find this product in your workspace.")
  return data
}
