import { z } from 'zod'
import { ManagementKind } from '#core/listings/listing-kinds.ts'
import { unwrap } from '../db/db-errors.ts'
import type { Db } from '../db/user-client.ts'
import type { ListingErrorRow, ListingPatch, OfferLink } from './merge-listing.ts'

// Every function here takes the `serviceDb`, which passes row level security, so each query names the workspace.

const Sync = z.object({
  id: z.uuid(),
  phase: z.enum(['listings', 'offers', 'missing', 'done']),
  reading: z.number().int(),
  page: z.number().int(),
  pages: z.number().int().nullable(),
  is_complete: z.boolean().nullable(),
  started_at: z.string(),
})
export type Sync = z.infer<typeof Sync>
const MaybeSync = Sync.nullable()

/** The sync under way, or a new one. With `notBefore`, a reading that began earlier starts over. */
export async function beginSync(serviceDb: Db, workspaceId: string, notBefore?: string): Promise<Sync> {
  const args = { p_workspace_id: workspaceId, ...(notBefore !== undefined && { p_not_before: notBefore }) }
  return Sync.parse(unwrap(await serviceDb.rpc('begin_ebay_sync', args)))
}

/** Whether everything on sale has been read since that instant. */
export async function hasReadingSince(serviceDb: Db, workspaceId: string, since: string): Promise<boolean> {
  const args = { p_workspace_id: workspaceId, p_since: since }
  return z.boolean().parse(unwrap(await serviceDb.rpc('has_reading_since', args)))
}

type ListingPage = {
  ebayUserId: string
  reading: number
  page: number
  pages: number
  entries: number
  seenAt: string
  rows: ListingPatch[]
  errors: ListingErrorRow[]
  /** eBay refuses to show this page. */
  isRefused?: boolean
}

/** A page of listings into the table, and the cursor after it. Null when another worker is further. */
export async function recordListingPage(serviceDb: Db, workspaceId: string, syncId: string, page: ListingPage) {
  const args = {
    p_workspace_id: workspaceId,
    p_ebay_user_id: page.ebayUserId,
    p_sync_id: syncId,
    p_reading: page.reading,
    p_page: page.page,
    p_pages: page.pages,
    p_entries: page.entries,
    p_seen_at: page.seenAt,
    p_rows: page.rows,
    p_errors: page.errors,
    p_is_refused: page.isRefused ?? false,
  }
  return MaybeSync.parse(unwrap(await serviceDb.rpc('record_listing_page', args)))
}

/** After the last page: the offers come next when the pass was whole or eBay shows no more, else the first page again. */
export async function finishListingPass(
  serviceDb: Db,
  workspaceId: string,
  syncId: string,
  { errors, isLast }: { errors: ListingErrorRow[]; isLast: boolean },
) {
  const args = { p_workspace_id: workspaceId, p_sync_id: syncId, p_errors: errors, p_is_last: isLast }
  return MaybeSync.parse(unwrap(await serviceDb.rpc('finish_listing_pass', args)))
}

/** Of these SKUs, as the Inventory API writes them, those whose listing has no known offer. */
export async function listSkusWithoutOffer(serviceDb: Db, workspaceId: string, skus: string[]): Promise<string[]> {
  const args = { p_workspace_id: workspaceId, p_skus: skus }
  return z.array(z.string()).parse(unwrap(await serviceDb.rpc('list_skus_without_offer', args)))
}

/** Offers of a page of SKUs, and the cursor after it. Null when another worker is further. */
export async function recordOffers(
  serviceDb: Db,
  workspaceId: string,
  syncId: string,
  page: number,
  rows: OfferLink[],
  errors: ListingErrorRow[],
) {
  const args = { p_workspace_id: workspaceId, p_sync_id: syncId, p_page: page, p_rows: rows, p_errors: errors }
  return MaybeSync.parse(unwrap(await serviceDb.rpc('record_offers', args)))
}

export async function enterPhase(serviceDb: Db, workspaceId: string, { id, reading }: Sync, phase: Sync['phase']) {
  const args = { p_workspace_id: workspaceId, p_sync_id: id, p_phase: phase, p_reading: reading }
  return MaybeSync.parse(unwrap(await serviceDb.rpc('enter_sync_phase', args)))
}

const Missing = z.object({
  id: z.uuid(),
  ebay_item_id: z.string(),
  management_kind: ManagementKind,
  offer_id: z.string().nullable(),
})
export type Missing = z.infer<typeof Missing>

/** Listings a whole pass did not see, not yet ended. None after a pass that was not whole. */
export async function listMissing(
  serviceDb: Db,
  workspaceId: string,
  syncId: string,
  limit: number,
): Promise<Missing[]> {
  const args = { p_workspace_id: workspaceId, p_sync_id: syncId, p_limit: limit }
  return z.array(Missing).parse(unwrap(await serviceDb.rpc('list_missing_listings', args)))
}

export async function endListings(
  serviceDb: Db,
  workspaceId: string,
  syncId: string,
  rows: { id: string; status: 'ended' | 'inactive' }[],
  errors: ListingErrorRow[],
): Promise<number> {
  const args = { p_workspace_id: workspaceId, p_sync_id: syncId, p_rows: rows, p_errors: errors }
  return z
    .number()
    .int()
    .parse(unwrap(await serviceDb.rpc('end_listings', args)))
}

/** Ends the sync; with an error it failed, and the next one begins anew. */
export async function finishSync(
  serviceDb: Db,
  workspaceId: string,
  syncId: string,
  error?: { code: string; message: string },
  reading?: number,
): Promise<void> {
  const args = {
    p_workspace_id: workspaceId,
    p_sync_id: syncId,
    ...(reading !== undefined && { p_reading: reading }),
    ...(error && { p_error_code: error.code, p_error_message: error.message }),
  }
  unwrap(await serviceDb.rpc('finish_ebay_sync', args))
}

/** Why the sync under way is waiting; null when it is not. */
export async function noteWaiting(serviceDb: Db, syncId: string, error: { code: string; message: string } | null) {
  const change = { error_code: error?.code ?? null, error_message: error?.message ?? null }
  unwrap(await serviceDb.from('ebay_syncs').update(change).eq('id', syncId).eq('state', 'running'))
}

/** Ends what is left of another account that was connected before, a chunk at a time; most often there is nothing. */
export async function setOtherAccountsAside(serviceDb: Db, workspaceId: string, signal: AbortSignal): Promise<void> {
  const next = () => serviceDb.rpc('set_other_accounts_aside', { p_workspace_id: workspaceId })
  while (z.boolean().parse(unwrap(await next()))) signal.throwIfAborted()
}
