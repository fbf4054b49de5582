import { z } from 'zod'
import {
  type BulkUpdateListings,
  type CarryOverListings,
  EbaySync,
  type ListedListing,
  Listing,
  ListingCounts,
  type ListingFilters,
  type ListingHistory,
  type UpdateListing,
} from '#core/listings/schema.ts'
import { PriceChange } from '#core/prices/schema.ts'
import { decodeCursor, rowsAsStored, toPage } from '../cursor.ts'
import { unwrap } from '../db/db-errors.ts'
import { getEditorWorkspaceId } from '../db/editor-workspace.ts'
import type { Db } from '../db/user-client.ts'
import { AppError } from '../errors.ts'

const Rows = z.object({ rows: rowsAsStored<ListedListing>(), total: z.number().int().optional() })
const Place = z.object({ value: z.union([z.string(), z.number(), z.null()]), id: z.uuid(), sort: z.string() })

/** One page of listings. Throws `invalid_input` for a cursor of another order. */
export async function listListings(db: Db, { limit, cursor, count, sort, ...filters }: ListingFilters) {
  const place = decodeCursor(Place, cursor)
  if (place && place.sort !== sort) {
    const issues = [{ path: 'cursor', message: 'The cursor belongs to another order of the list.' }]
    throw new AppError('invalid_input', 'Check cursor.', { issues })
  }
  const args = {
    p_filters: { ...filters },
    p_sort: sort,
    p_limit: limit + 1,
    p_count: count,
    ...(place && { p_cursor: { value: place.value, id: place.id } }),
  }
  const { rows, total } = Rows.parse(unwrap(await db.rpc('list_listings', args)))
  const page = toPage(rows, limit, (row) => ({ value: placeValue(row, sort), id: row.id, sort }))
  return { ...page, ...(total !== undefined && { total }) }
}

function placeValue(row: ListedListing, sort: string): string | number | null {
  const value: unknown = new Map<string, unknown>(Object.entries(row)).get(sort.replace(/^-/, ''))
  return typeof value === 'string' || typeof value === 'number' ? value : null
}

export async function countListings(db: Db): Promise<ListingCounts> {
  return ListingCounts.parse(unwrap(await db.rpc('count_listings')))
}

/** One listing as the list shows it, ended and hidden ones too. Throws `listing_not_found`. */
export async function getListedListing(db: Db, id: string): Promise<ListedListing> {
  const args = { p_filters: { id, status: 'all' }, p_sort: 'title', p_limit: 1 }
  const [row] = Rows.parse(unwrap(await db.rpc('list_listings', args))).rows
  if (!row) throw new AppError('listing_not_found', "We can't find this listing in your workspace.")
  return row
}

/** Throws `listing_not_found`. */
export async function getListing(db: Db, id: string): Promise<Listing> {
  const columns = Object.keys(Listing.shape).join(', ')
  const row: unknown = unwrap(await db.from('listings').select(columns).eq('id', id).maybeSingle())
  if (!row) throw new AppError('listing_not_found', "We can't find this listing in your workspace.")
  return Listing.parse(row)
}

const Written = z.object({ changed: z.number().int(), without_cost: z.number().int() })
type Patch = UpdateListing | BulkUpdateListings['patch']

/** Writes what the person owns of these listings; ids of other workspaces are passed over. Throws `not_allowed`. */
export async function updateListingRows(db: Db, ids: string[], patch: Patch) {
  return Written.parse(unwrap(await db.rpc('update_listings', { p_ids: ids, p_patch: patch })))
}

/** Answers how many listings it was for; ids of other workspaces are passed over. Throws `not_allowed`. */
export async function carryOver(db: Db, { ids, is_wanted }: CarryOverListings): Promise<number> {
  return z.number().parse(unwrap(await db.rpc('carry_over_listings', { p_ids: ids, p_is_wanted: is_wanted })))
}

/** Throws `listing_not_found`. */
export async function getListingHistory(db: Db, id: string): Promise<ListingHistory> {
  const history = z.custom<ListingHistory | null>().parse(unwrap(await db.rpc('get_listing_history', { p_id: id })))
  if (!history) throw new AppError('listing_not_found', "We can't find this listing in your workspace.")
  return history
}

/** Writes the intent of a price that a person typed; a job sends it. Throws what the listing and the floor forbid. */
export async function requestPrice(
  db: Db,
  id: string,
  priceCents: number,
  isBelowFloorConfirmed: boolean,
): Promise<PriceChange> {
  const args = { p_listing_id: id, p_price_cents: priceCents, p_is_below_floor_confirmed: isBelowFloorConfirmed }
  return PriceChange.parse(unwrap(await db.rpc('request_price', args)))
}

/** Throws `price_change_not_found`, `cannot_undo`, and what the listing forbids. */
export async function requestPriceUndo(db: Db, id: string): Promise<PriceChange> {
  return PriceChange.parse(unwrap(await db.rpc('request_price_undo', { p_id: id })))
}

/** Asks for a sync. Throws `ebay_not_connected`, `ebay_reconnect`, `not_allowed`. */
export async function requestSync(db: Db): Promise<EbaySync | null> {
  return EbaySync.nullable().parse(unwrap(await db.rpc('request_ebay_sync')))
}

/** Null before the first sync. Throws `not_allowed`. */
export async function getLastSync(db: Db): Promise<EbaySync | null> {
  const columns = Object.keys(EbaySync.shape).join(', ')
  const query = db.from('ebay_syncs').select(columns).order('started_at', { ascending: false }).limit(1)
  const [row] = await Promise.all([query.maybeSingle(), getEditorWorkspaceId(db)])
  return EbaySync.nullable().parse(unwrap(row))
}
