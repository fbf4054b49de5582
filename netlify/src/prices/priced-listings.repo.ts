import { z } from 'zod'
import { CurrencyCode } from '#core/money.ts'
import { PricedListing } from '#core/prices/priced-listing.ts'
import { Instant } from '#core/time.ts'
import { unwrap } from '../db/db-errors.ts'
import type { Db } from '../db/user-client.ts'

/** What pricing reads of a listing, and what names it to people. */
export const ReadListing = PricedListing.extend({
  ebay_item_id: z.string(),
  title: z.string(),
  currency: CurrencyCode,
  strategy_id: z.uuid().nullable(),
  due_at: Instant.nullable(),
})
export type ReadListing = z.infer<typeof ReadListing>

type Scope = {
  listing_ids?: string[] | undefined
  strategy_id?: string | undefined
  /** Only those something cuts. */
  is_due?: true
  /** Only active ones with a floor. */
  is_sellable?: true
}

const PAGE_ROWS = 5000

const Page = z.array(ReadListing)

/** The caller's listings in pages, in the order of their ids. */
export async function* readPricedListings(db: Db, scope: Scope): AsyncGenerator<ReadListing[]> {
  let afterId: string | undefined
  for (;;) {
    const args: { p_scope: Scope; p_after_id?: string; p_limit: number } = {
      p_scope: scope,
      p_limit: PAGE_ROWS,
      ...(afterId !== undefined && { p_after_id: afterId }),
    }
    const rows: ReadListing[] = Page.parse(unwrap(await db.rpc('read_priced_listings', args)))
    if (rows.length > 0) yield rows
    const last = rows.at(-1)
    if (!last || rows.length < PAGE_ROWS) return
    afterId = last.id
  }
}

/** How many listings each capped strategy of the caller has cut in its day. */
export async function countMyCutsToday(db: Db): Promise<Map<string, number>> {
  const counts = z.record(z.string(), z.number().int()).parse(unwrap(await db.rpc('count_my_cuts_today')))
  return new Map(Object.entries(counts))
}
