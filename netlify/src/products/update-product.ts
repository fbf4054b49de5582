import type { SourcedProduct, UpdateProduct } from '#core/products/schema.ts'
import type { UserContext } from '../context.ts'
import { DatabaseError } from '../db/db-errors.ts'
import { AppError } from '../errors.ts'
import { wakeJobs } from '../jobs/wake-jobs.ts'
import { found, unknownReference, updateProductRow } from './products.repo.ts'

/**
 * Changes fields. With `If-Match`, a product that changed in the meantime answers `row_changed` with the current row.
 */
export async function updateProduct(ctx: UserContext, id: string, changes: UpdateProduct): Promise<SourcedProduct> {
  const { db, ifMatch } = ctx
  const updated = await updateProductRow(db, { id, changes, ifMatch }).catch((error: unknown) => {
    throw (error instanceof DatabaseError && unknownReference(error)) || error
  })
  const product = found(updated.product)
  if (!updated.is_changed) throw rowChanged(product)
  // An owner or an image may make a thumbnail.
  if (changes.owners !== undefined || changes.image_url != null) wakeJobs(ctx)
  return product
}

/** The product changed since the caller read it; the error carries the current product. */
export const rowChanged = (current: SourcedProduct): AppError =>
  new AppError('row_changed', 'This product was changed in the meantime. Your change is not saved yet.', {
    current,
  })
