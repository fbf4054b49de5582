import { z } from 'zod'
import { type EbaySession, openEbaySession } from '../connections/ebay.ts'
import type { Db } from '../db/user-client.ts'
import { AppError } from '../errors.ts'
import { inParallel } from '../in-parallel.ts'
import { defineJob, JobError, JobPause } from '../jobs/define-job.ts'
import { log } from '../log.ts'
import type { ActivePage } from '../providers/ebay/index.ts'
import { ProviderError } from '../providers/errors.ts'
import { absentStatus, type OfferLink, toListingPatches, toOfferLinks } from './merge-listing.ts'
import {
  beginSync,
  endListings,
  enterPhase,
  finishListingPass,
  finishSync,
  lastReadingAt,
  listMissing,
  listSkusWithoutOffer,
  type Missing,
  noteWaiting,
  recordListingPage,
  recordOffers,
  type Sync,
} from './sync.repo.ts'

/** A background function ends after 15 minutes; the next worker goes on where this one stopped. */
const WORK_MS = 9 * 60_000
/** Pages asked for ahead while the one before is written. */
const PAGES_AHEAD = 8
/** Lookups of offers under way at a time. */
const OFFERS_AT_ONCE = 12
const MISSING_ROWS = 200
/** So many of the missing are asked for by themselves before any of them ends. */
const PROBES = 3

type Syncing = {
  serviceDb: Db
  workspaceId: string
  session: EbaySession
  beat: (done: number, total: number | null) => Promise<void>
  endAtMs: number
}

/**
 * Reads everything a workspace has on sale: its listings, which of them the inventory interface manages, and what is not
 * there any more. May run twice: the sync's row is the cursor, every page is written with it in one statement, and a
 * worker that is behind writes nothing.
 */
export const syncListingsOf = defineJob({
  kind: 'ebay.sync',
  payload: z.object({}),
  async run({ db: serviceDb, workspaceId, progress, signal }) {
    if (workspaceId === null) throw new JobError('no_workspace', 'A sync is of a workspace.', { isFinal: true })
    const sync = await beginSync(serviceDb, workspaceId)
    try {
      const session = await openEbaySession(serviceDb, workspaceId, signal)
      const beat = async (done: number, total: number | null) => {
        signal.throwIfAborted()
        await (total === null ? progress(done) : progress(Math.min(done, total), total))
      }
      await goOn(sync, { serviceDb, workspaceId, session, beat, endAtMs: Date.now() + WORK_MS })
    } catch (error) {
      if (error instanceof AppError) {
        return finishSync(serviceDb, workspaceId, sync.id, { code: error.code, message: error.message })
      }
      if (error instanceof ProviderError) throw await waiting(serviceDb, workspaceId, sync, error)
      throw error
    }
  },
})

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

/** A reading that began longer ago is not what prices are changed by. */
const FRESH_MS = 15 * 60_000

/**
 * Before a run: reads what is on sale unless that was done just now, so that what somebody changed on eBay since the last
 * sync is not overwritten. Throws as the job does.
 */
export async function freshenListings(syncing: Omit<Syncing, 'beat'> & { beat: () => Promise<void> }): Promise<void> {
  const { serviceDb, workspaceId } = syncing
  const startedAt = await lastReadingAt(serviceDb, workspaceId)
  if (startedAt !== null && Date.now() - Date.parse(startedAt) < FRESH_MS) return
  await goOn(await beginSync(serviceDb, workspaceId), syncing)
}

async function goOn(begun: Sync, syncing: Syncing): Promise<void> {
  const { serviceDb, workspaceId, endAtMs } = syncing
  let sync: Sync | null = begun
  while (sync) {
    if (Date.now() >= endAtMs) throw new JobPause(1)
    if (sync.phase === 'listings') sync = await readListings(sync, syncing)
    else if (sync.phase === 'offers') sync = await readOffers(sync, syncing)
    else if (sync.phase === 'missing') sync = await endMissing(sync, syncing)
    else return finishSync(serviceDb, workspaceId, sync.id)
  }
  // Another worker is further: it is that one's now.
}

// Pages are asked for ahead and written in their order.
async function readListings(begun: Sync, syncing: Syncing): Promise<Sync | null> {
  const { serviceDb, workspaceId, session, beat, endAtMs } = syncing
  const ahead = new Map<number, Promise<{ page: ActivePage; seenAt: string }>>()
  const fetchPage = (number: number) => {
    const known = ahead.get(number)
    if (known) return known
    const seenAt = new Date().toISOString()
    const asked = session.use((seller) => seller.getActivePage(number)).then((page) => ({ page, seenAt }))
    // A failure is met when its turn comes; until then it is nobody's.
    asked.catch(() => undefined)
    ahead.set(number, asked)
    return asked
  }
  let sync: Sync = begun
  for (;;) {
    const at = sync.page
    if (sync.pages !== null && at > Math.max(1, sync.pages)) break
    if (Date.now() >= endAtMs) return sync
    const { page, seenAt } = await fetchPage(at)
    for (let next = at + 1; next <= Math.min(page.page_count, at + PAGES_AHEAD); next += 1) void fetchPage(next)
    const { patches, errors } = toListingPatches(page.rows, at)
    const next: Sync | null = await recordListingPage(serviceDb, workspaceId, sync.id, {
      ebayUserId: session.account,
      page: at,
      pages: page.page_count,
      entries: page.total_count,
      seenAt,
      rows: patches,
      errors,
    })
    ahead.delete(at)
    if (!next) return null
    await beat(at, page.page_count)
    sync = next
  }
  return finishListingPass(serviceDb, workspaceId, sync.id)
}

// SKUs of the inventory interface come by pages; an offer is asked for once in the life of a listing.
async function readOffers(begun: Sync, syncing: Syncing): Promise<Sync | null> {
  const { serviceDb, workspaceId, session, beat, endAtMs } = syncing
  const pageAt = (number: number) => {
    const asked = session.use((seller) => seller.getInventoryPage(number - 1))
    // A failure is met when its turn comes; until then it is nobody's.
    asked.catch(() => undefined)
    return asked
  }
  let sync: Sync = begun
  let asked = pageAt(sync.page)
  for (;;) {
    if (Date.now() >= endAtMs) return sync
    const at = sync.page
    const { items, page_count } = await asked
    // The next page is on its way while the offers of this one are looked up.
    if (at < page_count) asked = pageAt(at + 1)
    const skus = await listSkusWithoutOffer(
      serviceDb,
      workspaceId,
      items.map(({ sku }) => sku),
    )
    const rows: OfferLink[] = []
    await inParallel(skus, OFFERS_AT_ONCE, async (sku) => {
      rows.push(...toOfferLinks(await session.use((seller) => seller.getOffers(sku))))
    })
    const next: Sync | null = await recordOffers(serviceDb, workspaceId, sync.id, at, rows)
    if (!next) return null
    await beat(at, page_count)
    sync = next
    if (at >= page_count) return enterPhase(serviceDb, workspaceId, sync.id, 'missing')
  }
}

// A whole pass proved them missing. A few are still asked for by themselves: an empty answer that calls itself a success has
// been seen, and it must not end a shop.
async function endMissing(sync: Sync, { serviceDb, workspaceId, session, beat }: Syncing): Promise<Sync | null> {
  let isProbed = false
  for (;;) {
    const missing = await listMissing(serviceDb, workspaceId, sync.id, MISSING_ROWS)
    if (missing.length === 0) return enterPhase(serviceDb, workspaceId, sync.id, 'done')
    if (!isProbed) {
      for (const { ebay_item_id } of missing.slice(0, PROBES)) {
        if (await isStillOnSale(session, ebay_item_id)) {
          log.warn('ebay.sync_contradicted', { workspaceId })
          const message = 'eBay listed less than it still sells. Nothing was ended; the next sync looks again.'
          await finishSync(serviceDb, workspaceId, sync.id, { code: 'incomplete', message })
          return null
        }
      }
      isProbed = true
    }
    const rows: { id: string; status: 'ended' | 'inactive' }[] = []
    await inParallel(missing, OFFERS_AT_ONCE, async (listing) => {
      rows.push({ id: listing.id, status: await statusOfMissing(session, listing) })
    })
    await endListings(serviceDb, workspaceId, sync.id, rows)
    await beat(0, null)
  }
}

async function isStillOnSale(session: EbaySession, itemId: string): Promise<boolean> {
  const row = await session.use((seller) => seller.getItem(itemId)).catch(gone)
  return absentStatus(row ?? 'gone') === null
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
