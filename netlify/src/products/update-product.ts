import type { SourcedProduct, UpdateProduct } from '#core/products/schema.ts'
import type { UserContext } from '../context.ts'
import { DatabaseError } from '../db/db-errors.ts'
import { AppError } from '../errors.ts'
import { found, unknownReference, updateProductRow } from './products.repo.ts'

/** Changes fields. With `If-Match`, a product somebody changed meanwhile answers `row_changed` with the row as it is. */
export async function updateProduct(
  { db, ifMatch }: UserContext,
  id: string,
  changes: UpdateProduct,
): Promise<SourcedProduct> {
  const updated = await updateProductRow(db, { id, changes, ifMatch }).catch((error: unknown) => {
    throw (error instanceof DatabaseError && unknownReference(error)) || error
  })
  const product = found(updated.product)
  if (!updated.is_changed) throw rowChanged(product)
  return product
}

/** Tells somebody that the product is not as they last saw it, with the product as it is now. */
export const rowChanged = (current: SourcedProduct): AppError =>
  new AppError('row_changed', 'This product was changed in the meantime. Your change is not saved yet.', {
    current,
  })
