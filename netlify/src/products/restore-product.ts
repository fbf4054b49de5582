import type { SourcedProduct } from '#core/products/schema.ts'
import { DatabaseError } from '../db/db-errors.ts'
import type { UserContext } from '../http/context.ts'
import { AppError } from '../http/errors.ts'
import { findProductId, getProduct, updateProductRow } from './products.repo.ts'

/** Takes a product out of the bin. When its ASIN was added again meanwhile, it stays there: `product_exists`. */
export async function restoreProduct({ db }: UserContext, id: string): Promise<SourcedProduct> {
  try {
    await updateProductRow(db, { id, changes: { deleted_at: null }, ifMatch: undefined, isInBin: true })
    return await getProduct(db, id)
  } catch (error) {
    if (!(error instanceof DatabaseError) || !error.isDuplicateOf('sourced_products_asin_idx')) throw error
    const { asin } = await findInBin(db, id)
    const existingId = await findProductId(db, asin)
    throw new AppError(
      'product_exists',
      `${asin} was added again meanwhile.`,
      existingId ? { existing_id: existingId } : {},
      error,
    )
  }
}

async function findInBin(db: UserContext['db'], id: string): Promise<{ asin: string }> {
  const { data } = await db.from('sourced_products').select('asin').eq('id', id).maybeSingle()
  if (!data) throw new AppError('product_not_found', 'No such product in your workspace.')
  return data
}
