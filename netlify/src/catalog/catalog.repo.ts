import { z } from 'zod'
import { CatalogCounts, type CatalogFilters, type CatalogItem } from '#core/catalog/list.ts'
import { amazonProductUrl } from '#core/marketplaces.ts'
import { Instant } from '#core/time.ts'
import { decodeCursor, rowsAsStored, toPage } from '../cursor.ts'
import { unwrap } from '../db/db-errors.ts'
import type { Db } from '../db/user-client.ts'
import { withoutUndefined } from '../db/without-undefined.ts'

const Page = z.object({
  rows: rowsAsStored<Omit<CatalogItem, 'amazon_product_url'>>(),
  total: z.number().int().optional(),
})
const FirstSeen = z.object({ first_seen: Instant, id: z.uuid() })

/** One page of the catalog, the newest first. Throws `not_allowed`. */
export async function listCatalog(db: Db, { limit, cursor, count, ...filters }: CatalogFilters) {
  const args = {
    p_filters: withoutUndefined(filters),
    p_limit: limit + 1,
    p_cursor: decodeCursor(FirstSeen, cursor),
    p_count: count,
  }
  const { rows, total } = Page.parse(unwrap(await db.rpc('list_catalog', args)))
  const items = rows.map((row) => ({ ...row, amazon_product_url: amazonProductUrl(row.marketplace, row.asin) }))
  return {
    ...toPage(items, limit, ({ first_seen, id }) => ({ first_seen, id })),
    ...(total !== undefined && { total }),
  }
}

/** Throws `not_allowed`. */
export async function countCatalog(db: Db): Promise<CatalogCounts> {
  return CatalogCounts.parse(unwrap(await db.rpc('count_catalog')))
}
