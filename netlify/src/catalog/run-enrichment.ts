import { z } from 'zod'
import type { SourceProduct } from '#core/catalog/source-product.ts'
import { unwrap } from '../db/db-errors.ts'
import { type FillInResult, homeMarketplaces, recordFillIns } from '../products/fill-ins.repo.ts'
import type { RunEnd, RunWork } from './run-work.ts'

const PRODUCTS_AT_ONCE = 100
const MAX_AGE_SECONDS = 30 * 24 * 60 * 60

const Open = z.object({
  left: z.number().int(),
  products: z.array(z.object({ id: z.uuid(), asin: z.string() })),
})

/**
 * Fills empty titles, images, brands and categories of imported products: each home marketplace in turn, and the next
 * one only for the ASINs that the earlier ones do not know. What a person typed in the meantime stays.
 */
export async function runEnrichment({ run, db, sources, signal, note, progress }: RunWork): Promise<RunEnd> {
  const homes = await homeMarketplaces(db, run.workspace_id)
  let done = run.done
  for (;;) {
    const call = { p_workspace_id: run.workspace_id, p_limit: PRODUCTS_AT_ONCE }
    const { left, products } = Open.parse(unwrap(await db.rpc('list_enrichment', call)))
    if (!(await note({ done, total: done + left }))) return 'canceled'
    await progress(done, done + left)
    if (products.length === 0) return null
    let missing = products
    for (const marketplace of homes) {
      const asins = missing.map(({ asin }) => asin)
      const options = { feature: 'enrichment', maxAgeSeconds: MAX_AGE_SECONDS, signal } as const
      const reading = await sources.getProducts(marketplace, asins, options)
      const found = missing.flatMap(({ id, asin }) => resultOf(id, reading.products.get(asin)))
      await recordFillIns(db, found)
      done += found.length
      if (!(await note({ spent: reading.spent, done }))) return 'canceled'
      if (reading.stopped) return reading.stopped
      const ids = new Set(found.map(({ id }) => id))
      missing = missing.filter(({ id }) => !ids.has(id))
      if (missing.length === 0) break
    }
    await recordFillIns(
      db,
      missing.map(({ id }) => ({ id, state: 'not_found' })),
    )
    done += missing.length
  }
}

function resultOf(id: string, product: SourceProduct | undefined): FillInResult[] {
  if (product?.kind !== 'product' && product?.kind !== 'parent') return []
  const { title, brand, category, image_urls } = product
  return [{ id, state: 'done', title, brand, category, image_url: image_urls[0] ?? null }]
}
