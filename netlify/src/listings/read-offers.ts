import type { EbaySession } from '../connections/ebay.ts'
import type { Db } from '../db/user-client.ts'
import { inParallel } from '../in-parallel.ts'
import { INVENTORY_PAGE_SIZE, type InventoryPage } from '../providers/ebay/index.ts'
import { ProviderError } from '../providers/errors.ts'
import { type ListingErrorRow, type OfferLink, toOfferLinks } from './merge-listing.ts'
import { enterPhase, listSkusWithoutOffer, recordOffers, type Sync } from './sync.repo.ts'

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
}

type Found = { skus: string[]; pageCount: number | null; errors: ListingErrorRow[] }

/**
 * The SKUs the Inventory API manages, page by page, and the offers of those whose offer is not known. A SKU or an offer eBay
 * refuses to show is an error row, and everything else is read. Throws `ProviderError` when eBay can't answer now.
 */
export async function readOffers(begun: Sync, syncing: Syncing): Promise<Sync | null> {
  const { serviceDb, workspaceId, session, beat, endAtMs } = syncing
  let sync: Sync = begun
  for (;;) {
    if (Date.now() >= endAtMs) return sync
    const at = sync.page
    const { skus, pageCount, errors } = await readPart(syncing, at - 1, 0)
    const rows: OfferLink[] = []
    await inParallel(await listSkusWithoutOffer(serviceDb, workspaceId, skus), OFFERS_AT_ONCE, async (sku) => {
      try {
        rows.push(...toOfferLinks(await session.use((seller) => seller.getOffers(sku))))
      } catch (error) {
        errors.push(unreadableRow(sku, error))
      }
    })
    const next: Sync | null = await recordOffers(serviceDb, workspaceId, sync.id, at, rows, errors)
    if (!next) return null
    // A page that is refused to its last part does not say how many pages there are: nothing comes after it.
    const pages = pageCount ?? at
    await beat(at, pages)
    sync = next
    if (at >= pages) return enterPhase(serviceDb, workspaceId, sync.id, 'missing')
  }
}

/** A part of the list at that place, in units of its size; a refused part in smaller parts. */
async function readPart(syncing: Syncing, place: number, depth: number): Promise<Found> {
  const size = PART_SIZES[depth]
  if (size === undefined) return { skus: [], pageCount: null, errors: [] }
  try {
    const { items, total_count }: InventoryPage = await syncing.session.use((seller) =>
      seller.getInventoryPage(place, size),
    )
    const pageCount = Math.ceil(total_count / INVENTORY_PAGE_SIZE)
    return { skus: items.map(({ sku }) => sku), pageCount, errors: [] }
  } catch (error) {
    const row = unreadableRow(`SKU ${place * size + 1} of the list`, error)
    const smaller = PART_SIZES[depth + 1]
    if (smaller === undefined) return { skus: [], pageCount: null, errors: [row] }
    return readParts(syncing, place, size / smaller, depth + 1)
  }
}

async function readParts(syncing: Syncing, place: number, count: number, depth: number): Promise<Found> {
  const found: Found = { skus: [], pageCount: null, errors: [] }
  for (let part = 0; part < count; part += 1) {
    const one = await readPart(syncing, place * count + part, depth)
    found.skus.push(...one.skus)
    found.errors.push(...one.errors)
    found.pageCount = one.pageCount ?? found.pageCount
    // Beyond the end of the list there is nothing to read.
    const size = PART_SIZES[depth] ?? 1
    if (one.pageCount !== null && one.skus.length < size) break
  }
  return found
}

/** A row for the page of the sync, of something eBay refuses to show. Throws whatever is no refusal of eBay's. */
export function unreadableRow(name: string, error: unknown): ListingErrorRow {
  if (!(error instanceof ProviderError) || (error.outcome !== 'rejected' && error.outcome !== 'gone')) throw error
  const code = error.code.replace(/^ebay_/, '')
  return { ebay_item_id: name, title: null, message: `eBay refuses to show this item (error ${code}).` }
}
