import { z } from 'zod'
import { type EbaySession, openEbaySession } from '../connections/ebay.ts'
import type { Db } from '../db/user-client.ts'
import { AppError } from '../errors.ts'
import { inParallel } from '../in-parallel.ts'
import { defineJob, JobError, JobPause } from '../jobs/define-job.ts'
import { log } from '../log.ts'
import { ACTIVE_PAGE_SIZE, MAX_ACTIVE_PAGES } from '../providers/ebay/index.ts'
import { ProviderError } from '../providers/errors.ts'
import { absentStatus, type ListingErrorRow, toListingPatches } from './merge-listing.ts'
import { PagesAhead } from './pages-ahead.ts'
import { isGivenUp, OFFERS_AT_ONCE, readOffers, type Syncing, unreadableRow } from './read-offers.ts'
import {
  beginSync,
  endListings,
  enterPhase,
  finishListingPass,
  finishSync,
  hasReadingSince,
  listMissing,
  type Missing,
  noteWaiting,
  recordListingPage,
  type Sync,
  setOtherAccountsAside,
} from './sync.repo.ts'

/** No sync works longer in one piece; the next worker continues where this one stopped. */
const WORK_MS = 9 * 60_000
/** Pages asked for ahead while the one before is written. */
const PAGES_AHEAD = 8
const MISSING_ROWS = 200
/** eBay's "Page number is out of range". */
const PAGE_OUT_OF_RANGE = 'ebay_340'
/** After so many refused pages in a row eBay shows no more of the list. */
const PAGES_REFUSED = 3
/** So many of the missing are asked for by themselves before any of them ends. */
const PROBES = 3

/**
 * Reads everything a workspace has on sale: its listings, which of them the inventory interface manages, and what is not
 * there any more. May run twice: the sync's row is the cursor, every page is written with it in one statement, and a
 * worker that is behind writes nothing.
 */
export const syncListingsOf = defineJob({
  kind: 'ebay.sync',
  payload: z.object({}),
  async run({ db: serviceDb, workspaceId, progress, signal, endAtMs }) {
    if (workspaceId === null) throw new JobError('no_workspace', 'A sync is of a workspace.', { isFinal: true })
    await setOtherAccountsAside(serviceDb, workspaceId, signal)
    const sync = await beginSync(serviceDb, workspaceId)
    try {
      const session = await openEbaySession(serviceDb, workspaceId, signal)
      const beat = async (done: number, total: number | null) => {
        signal.throwIfAborted()
        await (total === null ? progress(done) : progress(Math.min(done, total), total))
      }
      await goOn(sync, { serviceDb, workspaceId, session, beat, endAtMs: Math.min(Date.now() + WORK_MS, endAtMs) })
    } catch (error) {
      if (error instanceof AppError) return endRefused(serviceDb, workspaceId, sync, error)
      if (error instanceof ProviderError) throw await waiting(serviceDb, workspaceId, sync, error)
      throw error
    }
  },
})

const endRefused = (serviceDb: Db, workspaceId: string, sync: Sync, { code, message }: AppError) =>
  finishSync(serviceDb, workspaceId, sync.id, { code, message })

// Nothing is lost: the same sync goes on where it stopped.
async function waiting(serviceDb: Db, workspaceId: string, sync: Sync, error: ProviderError): Promise<Error> {
  if (error.outcome !== 'try_later') {
    log.warn('ebay.sync_refused', { outcome: error.outcome, code: error.code })
    const message = 'eBay refused to list what is on sale. Nothing was changed.'
    await finishSync(serviceDb, workspaceId, sync.id, { code: 'provider_failed', message })
    return new JobError(`ebay_${error.outcome}`, message, { isFinal: true, cause: error })
  }
  const message = "eBay can't answer right now. The sync resumes automatically."
  await noteWaiting(serviceDb, sync.id, { code: 'provider_try_later', message })
  return new JobError('ebay_try_later', message, {
    ...(error.retryAfterSeconds !== undefined && { retryAfterSeconds: error.retryAfterSeconds }),
    cause: error,
  })
}

/** How long a run waits for another worker that reads. */
const OTHER_READS_SECONDS = 5

/**
 * Before a run: reads everything on sale, in a reading that began after `since`. What the seller changed on eBay until then
 * is known afterwards. A sync under way starts over. `onPage` is told what each page shows. Throws `AppError` and
 * `ProviderError` when eBay can't be read; the sync has ended then, or waits to go on. Throws `JobPause` while another
 * worker reads.
 */
export async function readSince(
  going: Omit<Syncing, 'beat' | 'onPage'> & { beat: () => Promise<void> },
  since: string,
  onPage?: Syncing['onPage'],
) {
  const { serviceDb, workspaceId } = going
  if (await hasReadingSince(serviceDb, workspaceId, since)) return
  const sync = await beginSync(serviceDb, workspaceId, since)
  try {
    await goOn(sync, { ...going, ...(onPage && { onPage }) })
  } catch (error) {
    if (error instanceof AppError) await endRefused(serviceDb, workspaceId, sync, error)
    if (error instanceof ProviderError) await waiting(serviceDb, workspaceId, sync, error)
    throw error
  }
  if (!(await hasReadingSince(serviceDb, workspaceId, since))) throw new JobPause(OTHER_READS_SECONDS)
}

async function goOn(begun: Sync, syncing: Syncing): Promise<void> {
  const { serviceDb, workspaceId, endAtMs } = syncing
  let sync: Sync | null = begun
  while (sync) {
    if (Date.now() >= endAtMs) throw new JobPause(1)
    if (sync.phase === 'listings') sync = await readListings(sync, syncing)
    else if (sync.phase === 'offers') sync = await readOffers(sync, syncing)
    else if (sync.phase === 'missing') sync = await endMissing(sync, syncing)
    else return finishSync(serviceDb, workspaceId, sync.id, undefined, sync.reading)
  }
  // Another worker is further: it is that one's now.
}

// Pages are asked for ahead and written in their order.
async function readListings(begun: Sync, syncing: Syncing): Promise<Sync | null> {
  const { serviceDb, workspaceId, session, beat, endAtMs } = syncing
  const ahead = new PagesAhead(async (number) => {
    const seenAt = new Date().toISOString()
    return { page: await session.use((seller) => seller.getActivePage(number)), seenAt }
  })
  let sync: Sync = begun
  let total = 0
  let refused = 0
  let isHoled = false
  for (;;) {
    const at = sync.page
    if (sync.pages !== null && at > Math.max(1, sync.pages)) break
    if (Date.now() >= endAtMs) return sync
    const fetched = await ahead.take(at).catch((error: unknown) => refusedPage(error, at, begun))
    if (fetched instanceof ProviderError) {
      // eBay refuses pages behind the last listing it shows, although it counts them.
      if (fetched.code === PAGE_OUT_OF_RANGE) break
      refused += 1
      isHoled = true
      if (refused === PAGES_REFUSED) break
      const next: Sync | null = await recordListingPage(serviceDb, workspaceId, sync.id, {
        ebayUserId: session.account,
        reading: sync.reading,
        page: at,
        pages: sync.pages ?? at,
        entries: total,
        seenAt: new Date().toISOString(),
        rows: [],
        errors: [unreadablePage(at, fetched, begun)],
        isRefused: true,
      })
      if (!next) return null
      sync = next
      continue
    }
    const { page, seenAt } = fetched
    refused = 0
    syncing.onPage?.(page.rows, seenAt)
    const pages = Math.min(page.page_count, MAX_ACTIVE_PAGES)
    total = page.total_count
    ahead.ask(at, pages, PAGES_AHEAD)
    const { patches, errors } = toListingPatches(page.rows, at)
    const next: Sync | null = await recordListingPage(serviceDb, workspaceId, sync.id, {
      ebayUserId: session.account,
      reading: sync.reading,
      page: at,
      pages,
      entries: page.total_count,
      seenAt,
      rows: patches,
      errors,
    })
    if (!next) return null
    await beat(at, pages)
    sync = next
  }
  const readUntil = (sync.page - 1 - (refused === PAGES_REFUSED ? refused - 1 : 0)) * ACTIVE_PAGE_SIZE
  const errors = total > readUntil ? [tooMany(readUntil, total)] : []
  return finishListingPass(serviceDb, workspaceId, sync.id, { errors, isLast: isHoled })
}

// Without its first page nothing is known of the list.
function refusedPage(error: unknown, page: number, sync: Sync): ProviderError {
  const isRefused = error instanceof ProviderError && error.outcome === 'rejected'
  if ((isRefused || isGivenUp(error, sync)) && page > 1) return error
  throw error
}

function unreadablePage(page: number, error: ProviderError, sync: Sync): ListingErrorRow {
  const first = (page - 1) * ACTIVE_PAGE_SIZE + 1
  return unreadableRow(`Listings ${first}–${page * ACTIVE_PAGE_SIZE}`, error, sync)
}

const tooMany = (shown: number, total: number): ListingErrorRow => ({
  ebay_item_id: `${shown + 1}–${total}`,
  title: null,
  message: `eBay shows the first ${shown} of your ${total} active listings. The others keep what was last known of them, and no listing is marked as ended.`,
})

// A whole pass proved them missing. A few are still asked for by themselves: an empty answer that calls itself a success has
// been seen, and it must not end a shop.
async function endMissing(sync: Sync, { serviceDb, workspaceId, session, beat }: Syncing): Promise<Sync | null> {
  let isProbed = false
  const unreadable = new Set<string>()
  for (;;) {
    const listed = await listMissing(serviceDb, workspaceId, sync.id, MISSING_ROWS)
    const missing = listed.filter(({ id }) => !unreadable.has(id))
    if (missing.length === 0) return enterPhase(serviceDb, workspaceId, sync, 'done')
    if (!isProbed) {
      const doubt = await doubtOf(missing.slice(0, PROBES), session, sync)
      if (doubt !== null) {
        log.warn('ebay.sync_contradicted', { workspaceId })
        const message = `${doubt} No listings were marked as ended. The next sync checks again.`
        await finishSync(serviceDb, workspaceId, sync.id, { code: 'incomplete', message })
        return null
      }
      isProbed = true
    }
    const rows: { id: string; status: 'ended' | 'inactive' }[] = []
    const errors: ListingErrorRow[] = []
    await inParallel(missing, OFFERS_AT_ONCE, async (listing) => {
      try {
        rows.push({ id: listing.id, status: await statusOfMissing(session, listing) })
      } catch (error) {
        errors.push(unreadableRow(listing.ebay_item_id, error, sync))
        unreadable.add(listing.id)
      }
    })
    const ended = await endListings(serviceDb, workspaceId, sync.id, rows, errors)
    await beat(0, null)
    // What eBay says nothing about stays as it is until the next sync.
    if (ended === 0) return enterPhase(serviceDb, workspaceId, sync, 'done')
  }
}

/** Why the missing ones may be on sale after all; null when eBay answered about at least one, and none is. */
async function doubtOf(probes: readonly Missing[], session: EbaySession, sync: Sync): Promise<string | null> {
  let unanswered = 0
  for (const { ebay_item_id } of probes) {
    try {
      if (await isStillOnSale(session, ebay_item_id)) return 'eBay listed fewer listings than it still sells.'
    } catch (error) {
      if (!isGivenUp(error, sync)) throw error
      unanswered += 1
    }
  }
  return unanswered === probes.length ? 'eBay fails to show the listings that are missing.' : null
}

async function isStillOnSale(session: EbaySession, itemId: string): Promise<boolean> {
  try {
    return absentStatus(await session.use((seller) => seller.getItem(itemId))) === null
  } catch (error) {
    // A refusal to show it is no proof that it is on sale.
    if (error instanceof ProviderError && (error.outcome === 'gone' || error.outcome === 'rejected')) return false
    throw error
  }
}

// A withdrawn offer can be published again: it is inactive, not ended.
async function statusOfMissing(session: EbaySession, { offer_id }: Missing): Promise<'ended' | 'inactive'> {
  if (offer_id === null) return 'ended'
  const offer = await session.use((seller) => seller.getOffer(offer_id)).catch(gone)
  return absentStatus(offer ?? 'gone') ?? 'ended'
}

function gone(error: unknown): null {
  if (error instanceof ProviderError && error.outcome === 'gone') return null
  throw error
}
