import type { EbaySession } from '../connections/ebay.ts'
import type { Db } from '../db/user-client.ts'
import { inParallel } from '../in-parallel.ts'
import { INVENTORY_PAGE_SIZE, type InventoryPage, type TradingRow } from '../providers/ebay/index.ts'
import { ProviderError } from '../providers/errors.ts'
import { type ListingErrorRow, type OfferLink, toOfferLinks } from './merge-listing.ts'
import { PagesAhead } from './pages-ahead.ts'
import { enterPhase, listSkusWithoutOffer, recordOffers, type Sync } from './sync.repo.ts'

/** Pages of SKUs asked for ahead while the offers of the one before are looked up. */
const PAGES_AHEAD = 4
/** Lookups of offers under way at a time. */
export const OFFERS_AT_ONCE = 12
/** A page eBay refuses is read again in parts of these sizes, each a divisor of the one before, to find the bad SKU. */
const PART_SIZES = [INVENTORY_PAGE_SIZE, 20, 1] as const

/** One sync as a worker has it in hand. */
export type Syncing = {
  serviceDb: Db
  workspaceId: string
  session: EbaySession
  beat: (done: number, total: number | null) => Promise<void>
  endAtMs: number
  /** Is told what each page of listings showed. */
  onPage?: (rows: readonly TradingRow[], seenAt: string) => void
}

/** `total`: all SKUs of the list, null where no part said it. */
type Found = { skus: string[]; total: number | null; errors: ListingErrorRow[] }

/**
 * The SKUs the Inventory API manages, page by page, and the offers of those whose offer is not known. A SKU or an offer eBay
 * refuses to show is an error row, and everything else is read. Throws `ProviderError` when eBay can't answer now.
 */
export async function readOffers(begun: Sync, syncing: Syncing): Promise<Sync | null> {
  const { serviceDb, workspaceId, session, beat, endAtMs } = syncing
  const pagesAhead = new PagesAhead((page) => readPart(syncing, page - 1, 0, begun))
  let sync: Sync = begun
  for (;;) {
    if (Date.now() >= endAtMs) return sync
    const at = sync.page
    const { skus, total, errors } = await pagesAhead.take(at)
    // A page that is refused to its last part does not say how many pages there are: nothing comes after it.
    const pages = total === null ? at : Math.ceil(total / INVENTORY_PAGE_SIZE)
    pagesAhead.ask(at, pages, PAGES_AHEAD)
    const rows: OfferLink[] = []
    await inParallel(await listSkusWithoutOffer(serviceDb, workspaceId, skus), OFFERS_AT_ONCE, async (sku) => {
      try {
        rows.push(...toOfferLinks(await session.use((seller) => seller.getOffers(sku))))
      } catch (error) {
        errors.push(unreadableRow(sku, error, begun))
      }
    })
    const next: Sync | null = await recordOffers(serviceDb, workspaceId, sync.id, at, rows, errors)
    if (!next) return null
    await beat(at, pages)
    sync = next
    if (at >= pages) return enterPhase(serviceDb, workspaceId, sync, 'missing')
  }
}

/** A part of the list at that place, in units of its size; a refused part in smaller parts. */
async function readPart(syncing: Syncing, place: number, depth: number, sync: Sync): Promise<Found> {
  const size = PART_SIZES[depth]
  if (size === undefined) return { skus: [], total: null, errors: [] }
  try {
    const { items, total_count }: InventoryPage = await syncing.session.use((seller) =>
      seller.getInventoryPage(place, size),
    )
    return { skus: items.map(({ sku }) => sku), total: total_count, errors: [] }
  } catch (error) {
    const row = unreadableRow(`SKU ${place * size + 1} of the list`, error, sync)
    const smaller = PART_SIZES[depth + 1]
    if (smaller === undefined) return { skus: [], total: null, errors: [row] }
    return readParts(syncing, place * (size / smaller), size / smaller, depth + 1, sync)
  }
}

/** So many parts of one size, from that place on, or up to the end of the list. */
async function readParts(syncing: Syncing, first: number, count: number, depth: number, sync: Sync): Promise<Found> {
  const size = PART_SIZES[depth] ?? 1
  const found: Found = { skus: [], total: null, errors: [] }
  for (let place = first; place < first + count; place += 1) {
    if (found.total !== null && place * size >= found.total) break
    const part = await readPart(syncing, place, depth, sync)
    found.skus.push(...part.skus)
    found.errors.push(...part.errors)
    found.total = part.total ?? found.total
  }
  return found
}

/** So long a sync waits for an answer that eBay fails to give. After that, what it fails at is an error row. */
const PATIENCE_MS = 15 * 60_000

/**
 * eBay has failed at this question for as long as the sync waits. A single item can make eBay fail each time, and it must not
 * stop everything else. Too many calls are no failure: that passes.
 */
export const isGivenUp = (error: unknown, { started_at }: Sync): error is ProviderError =>
  error instanceof ProviderError &&
  error.outcome === 'try_later' &&
  error.status !== 429 &&
  Date.now() - Date.parse(started_at) > PATIENCE_MS

/**
 * A row for the page of the sync, of something eBay refuses to show, or fails to for too long. Throws whatever is neither.
 */
export function unreadableRow(name: string, error: unknown, sync: Sync): ListingErrorRow {
  const row = (message: string) => ({ ebay_item_id: name, title: null, message })
  if (isGivenUp(error, sync)) return row('eBay fails to show this item.')
  if (!(error instanceof ProviderError) || (error.outcome !== 'rejected' && error.outcome !== 'gone')) throw error
  const code = error.code.replace(/^ebay_/, '')
  return row(`eBay refuses to show this item (error ${code}).`)
}
