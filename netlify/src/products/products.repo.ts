import { z } from 'zod'
import {
  type CreateProduct,
  CrmStatus,
  type ProductFilters,
  SourcedProduct,
  type UpdateProduct,
} from '#core/products/schema.ts'
import { type DatabaseError, unwrap } from '../db/db-errors.ts'
import type { Db } from '../db/user-client.ts'
import { decodeCursor, NewestFirst, toPage } from '../http/cursor.ts'
import { AppError } from '../http/errors.ts'

// Not looked into twice: the endpoint parses every answer by its contract, these rows among them.
const Rows = z.object({ rows: z.array(z.custom<SourcedProduct>()), total: z.number().int().optional() })

/** One page of the workspace's products, newest first, in one round trip. Throws `not_allowed` for an uploader. */
export async function listProducts(db: Db, { limit, cursor, count, ...filters }: ProductFilters) {
  const { rows, total } = Rows.parse(
    unwrap(
      await db.rpc('list_sourced_products', {
        p_filters: { ...filters },
        p_limit: limit + 1,
        p_cursor: decodeCursor(NewestFirst, cursor),
        p_count: count,
      }),
    ),
  )
  return { ...toPage(rows, limit, ({ created_at, id }) => ({ created_at, id })), ...(total !== undefined && { total }) }
}

/** Throws `product_not_found` for a product of another workspace, in the bin, or never there. */
export async function getProduct(db: Db, id: string): Promise<SourcedProduct> {
  const product = SourcedProduct.nullable().parse(unwrap(await db.rpc('get_sourced_product', { p_id: id })))
  if (!product) throw new AppError('product_not_found', 'No such product in your workspace.')
  return product
}

/** The id of the product with that ASIN, the bin left out; null when there is none. */
export async function findProductId(db: Db, asin: string): Promise<string | null> {
  const found = unwrap(
    await db.from('sourced_products').select('id').eq('asin', asin).is('deleted_at', null).maybeSingle(),
  )
  return found?.id ?? null
}

/** Answers the new product's id. */
export async function insertProduct(db: Db, product: CreateProduct): Promise<string> {
  return unwrap(await db.from('sourced_products').insert(withoutUndefined(product)).select('id').single()).id
}

type Changes = Omit<UpdateProduct, 'video_title'> & {
  video_title?: string
  is_video_title_typed?: boolean
  deleted_at?: string | null
}

/** Answers false when there is no such product, or it is no longer the version `ifMatch` names. */
export async function updateProductRow(
  db: Db,
  {
    id,
    changes,
    ifMatch,
    isInBin = false,
  }: { id: string; changes: Changes; ifMatch: string | undefined; isInBin?: boolean },
): Promise<boolean> {
  let query = db.from('sourced_products').update(withoutUndefined(changes)).eq('id', id)
  query = isInBin ? query.not('deleted_at', 'is', null) : query.is('deleted_at', null)
  if (ifMatch !== undefined) query = query.eq('updated_at', ifMatch)
  return unwrap(await query.select('id')).length > 0
}

/** The statuses of the workspace, in their order. */
export async function listStatuses(db: Db) {
  const columns = 'id, name, color, position, is_hidden, automation, updated_at'
  const rows = unwrap(await db.from('crm_statuses').select(columns).order('position').order('id'))
  return { items: z.array(CrmStatus).parse(rows) }
}

/** A status, type or source that is not of this workspace breaks a foreign key; the field is the caller's mistake. */
export function unknownReference(error: DatabaseError): AppError | null {
  if (error.sqlState !== '23503') return null
  const field = /\(workspace_id, (\w+)\)|workspace_id_(\w+?)_fkey/.exec(error.constraintMessage)
  const path = field?.[1] ?? field?.[2] ?? ''
  return new AppError('invalid_input', `Check ${path || 'the fields'}: it is not of this workspace.`, {
    issues: [{ path, message: 'There is no such entry in this workspace.' }],
  })
}

// exactOptionalPropertyTypes: the data API takes a field or no field, never undefined.
const withoutUndefined = <T extends object>(fields: T) =>
  // safe: only undefined values are left out, which their optional fields allow
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>
  }
