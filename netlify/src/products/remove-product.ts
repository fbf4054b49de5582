import type { UserContext } from '../context.ts'
import { found, updateProductRow } from './products.repo.ts'
import { rowChanged } from './update-product.ts'

/** Moves a product to Trash, where it stays for 30 days. Its ASIN may be added again at once. */
export async function removeProduct(
  { db, ifMatch }: UserContext,
  id: string,
): Promise<{ id: string; deleted_at: string }> {
  const { is_changed, product } = await updateProductRow(db, { id, changes: { is_deleted: true }, ifMatch })
  if (!is_changed) throw rowChanged(found(product))
  return { id, deleted_at: new Date().toISOString() }
}
