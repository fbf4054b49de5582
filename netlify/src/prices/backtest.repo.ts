import { z } from 'zod'
import type { ReplayListing } from '#core/prices/time-machine.ts'
import { unwrap } from '../db/db-errors.ts'
import type { Db } from '../db/user-client.ts'

/** A listing with its recorded days (those that are like the day before left out), and what names it to people. */
export type RecordedListing = ReplayListing & { ebay_item_id: string; title: string }

export type RecordedScope = {
  listing_ids?: string[] | undefined
  strategy_id?: string | undefined
  /** Only those with a floor that are not hidden. */
  has_floor?: true
}
type Window = { from: string; until: string }

const PAGE_ROWS = 250

// Not looked into day by day: the function answers the columns of the tables, and there may be hundreds of thousands.
const Page = z.array(z.custom<RecordedListing>((value) => typeof value === 'object' && value !== null))

/** The caller's listings in the order of their ids, which are random: the first so many are a fair sample. */
export async function readRecordedListings(
  db: Db,
  scope: RecordedScope,
  { from, until }: Window,
  atMost: number,
): Promise<RecordedListing[]> {
  const listings: RecordedListing[] = []
  for (;;) {
    const limit = Math.min(PAGE_ROWS, atMost - listings.length)
    if (limit <= 0) return listings
    const after = listings.at(-1)?.id
    const args = {
      p_scope: { ...scope },
      p_from: from,
      p_until: until,
      p_limit: limit,
      ...(after !== undefined && { p_after_id: after }),
    }
    const rows: RecordedListing[] = Page.parse(unwrap(await db.rpc('read_recorded_listings', args)))
    listings.push(...rows)
    if (rows.length < limit) return listings
  }
}

/** How many listings of the caller a scope holds. */
export async function countRecordedListings(db: Db, scope: RecordedScope): Promise<number> {
  return z
    .number()
    .int()
    .parse(unwrap(await db.rpc('count_recorded_listings', { p_scope: { ...scope } })))
}
