import { z } from 'zod'
import type { ProductFilter } from '#core/products/filters.ts'
import {
  type CreateProduct,
  type ProductFilters,
  SourcedProduct,
  type StatusSummary,
  type StatusSummaryQuery,
  type UpdateProduct,
} from '#core/products/schema.ts'
import { decodeCursor, rowsAsStored, toPage } from '../cursor.ts'
import { type DatabaseError, unwrap } from '../db/db-errors.ts'
import type { Db } from '../db/user-client.ts'
import { withoutUndefined } from '../db/without-undefined.ts'
import { AppError } from '../errors.ts'

const Rows = z.object({
  rows: rowsAsStored<SourcedProduct & { sort_value: string | null }>(),
  total: z.number().int().optional(),
})

// The order is part of the cursor: a cursor of another order is refused.
const ListCursor = z.object({ value: z.string().nullable(), id: z.uuid(), sort: z.string() })

/**
 * One page of the workspace's products in the requested order, in one round trip. Throws `not_allowed` for an uploader.
 */
export async function listProducts(db: Db, { limit, cursor, count, ...filters }: ProductFilters) {
  const { rows, total } = Rows.parse(
    unwrap(
      await db.rpc('list_sourced_products', {
        p_filters: filterArgs(filters),
        p_limit: limit + 1,
        p_cursor: decodeCursor(ListCursor, cursor),
        p_count: count,
      }),
    ),
  )
  const { sort } = filters
  return {
    ...toPage(rows, limit, ({ sort_value: value, id }) => ({ value, id, sort })),
    ...(total !== undefined && { total }),
  }
}

const filterArgs = (filters: { search?: string | undefined; filter?: ProductFilter | undefined; sort?: string }) =>
  withoutUndefined(filters)

/** Throws `product_not_found` for a product of another workspace, in Trash, or with an unknown id. */
export async function getProduct(db: Db, id: string): Promise<SourcedProduct> {
  return found(SourcedProduct.nullable().parse(unwrap(await db.rpc('get_sourced_product', { p_id: id }))))
}

/** The product. Throws `product_not_found`. */
export function found(product: SourcedProduct | null): SourcedProduct {
  if (!product) throw new AppError('product_not_found', "We can't find this product in your workspace.")
  return product
}

/** The id of the product with that ASIN outside Trash; null when there is none. */
export async function findProductId(db: Db, asin: string): Promise<string | null> {
  const found = unwrap(
    await db.from('sourced_products').select('id').eq('asin', asin).is('deleted_at', null).maybeSingle(),
  )
  return found?.id ?? null
}

/** Adds a product and answers it. Throws `not_allowed` for an uploader. */
export async function insertProduct(db: Db, product: CreateProduct): Promise<SourcedProduct> {
  return SourcedProduct.parse(unwrap(await db.rpc('add_sourced_product', { p_product: withoutUndefined(product) })))
}

const UpdatedProduct = z.object({ is_changed: z.boolean(), product: SourcedProduct.nullable() })
export type UpdatedProduct = z.infer<typeof UpdatedProduct>

/**
 * Changes a product and answers its new values; `product` is null when the product does not exist or is in Trash.
 * `is_changed` is false when the product does not exist or has another version than `ifMatch` names.
 */
export async function updateProductRow(
  db: Db,
  {
    id,
    changes,
    ifMatch,
  }: { id: string; changes: UpdateProduct | { is_deleted: boolean }; ifMatch?: string | undefined },
): Promise<UpdatedProduct> {
  const args = { p_id: id, p_changes: withoutUndefined(changes), ...(ifMatch !== undefined && { p_if_match: ifMatch }) }
  return UpdatedProduct.parse(unwrap(await db.rpc('update_sourced_product', args)))
}

/** A status, type or source of another workspace breaks a foreign key; the error names the caller's field. */
export function unknownReference(error: DatabaseError): AppError | null {
  if (error.sqlState !== '23503') return null
  const field = /\(workspace_id, (\w+)\)|workspace_id_(\w+?)_fkey/.exec(error.constraintMessage)
  const path = field?.[1] ?? field?.[2] ?? ''
  return new AppError('invalid_input', `Check ${path || 'the fields'}: it is not of this workspace.`, {
    issues: [{ path, message: "We can't find this entry in the workspace." }],
  })
}

/** How many matching products each status has. Throws `not_allowed` for an uploader. */
export async function summarizeByStatus(db: Db, filters: StatusSummaryQuery): Promise<{ items: StatusSummary[] }> {
  const items = unwrap(await db.rpc('summarize_sourced_products', { p_filters: filterArgs(filters) }))
  return { items: rowsAsStored<StatusSummary>().parse(items) }
}
