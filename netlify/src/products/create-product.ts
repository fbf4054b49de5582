import type { CreateProduct, SourcedProduct } from '#core/products/schema.ts'
import type { UserContext } from '../context.ts'
import { DatabaseError } from '../db/db-errors.ts'
import { AppError } from '../errors.ts'
import { wakeJobs } from '../jobs/wake-jobs.ts'
import { findProductId, insertProduct, unknownReference } from './products.repo.ts'

/** Adds a product. An ASIN that the workspace already has answers `product_exists` with the id of that product. */
export async function createProduct(ctx: UserContext, product: CreateProduct): Promise<SourcedProduct> {
  const { db } = ctx
  try {
    const created = await insertProduct(db, product)
    // An owner may make a thumbnail.
    if (created.fill_in_state === 'waiting' || created.owners.length > 0) wakeJobs(ctx)
    return created
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error
    if (error.isDuplicateOf('sourced_products_asin_idx')) {
      const existingId = await findProductId(db, product.asin)
      throw new AppError(
        'product_exists',
        `${product.asin} is already in your products.`,
        existingId ? { existing_id: existingId } : {},
        error,
      )
    }
    throw unknownReference(error) ?? error
  }
}
