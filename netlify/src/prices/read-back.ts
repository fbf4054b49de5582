import type { EbaySession } from '../connections/ebay.ts'
import type { Db } from '../db/user-client.ts'
import { inParallel } from '../in-parallel.ts'
import { MAX_ACTIVE_PAGES } from '../providers/ebay/index.ts'
import { ProviderError } from '../providers/errors.ts'
import {
  countUnsettled,
  giveUpChanges,
  listUnsettled,
  recordSeen,
  type Seen,
  type UnsettledChange,
} from './engine.repo.ts'
import { pagesOf, toSeen } from './price-reader.ts'
import { SEND_CONCURRENCY } from './send-prices.ts'

const BATCH = 200

type Reading = { serviceDb: Db; workspaceId: string; session: EbaySession; beat: () => Promise<void> }

/**
 * Asks eBay what it shows for every change whose outcome is not certain and whose time to look has come: listing by listing,
 * or page by page of everything on sale, whichever takes fewer calls. Answers how many are still uncertain. Throws
 * `ProviderError` and `AppError`.
 */
export async function readBack(reading: Reading): Promise<number> {
  const { serviceDb, workspaceId } = reading
  const { due, unsettled, on_sale } = await countUnsettled(serviceDb, workspaceId)
  if (due === 0) return unsettled
  const pages = pagesOf(on_sale)
  if (due > pages) await readPages(reading)
  // What no page showed (sold out, ended) is asked for by itself; after pages that is little, and never all again.
  await readEach(reading, due > pages ? pages : Number.POSITIVE_INFINITY)
  return (await countUnsettled(serviceDb, workspaceId)).unsettled
}

async function readPages({ serviceDb, workspaceId, session, beat }: Reading): Promise<void> {
  const read = async (page: number) => {
    const seenAt = new Date().toISOString()
    const { rows, page_count } = await session.use((seller) => seller.getActivePage(page))
    await recordSeen(
      serviceDb,
      workspaceId,
      rows.flatMap((row) => toSeen(row, seenAt)),
    )
    await beat()
    return Math.min(page_count, MAX_ACTIVE_PAGES)
  }
  const count = await read(1)
  const rest = Array.from({ length: Math.max(0, count - 1) }, (_, at) => at + 2)
  await inParallel(rest, SEND_CONCURRENCY, async (page) => {
    try {
      await read(page)
    } catch (error) {
      // eBay shows no more than its first 25,000 listings; the others are read one by one.
      if (!(error instanceof ProviderError) || error.outcome !== 'rejected') throw error
    }
  })
}

async function readEach({ serviceDb, workspaceId, session, beat }: Reading, most: number): Promise<void> {
  let afterId: string | null = null
  for (let looked = 0; looked < most; ) {
    const changes: UnsettledChange[] = await listUnsettled(serviceDb, workspaceId, BATCH, afterId)
    if (changes.length === 0) return
    const seen: Seen[] = []
    const gone: string[] = []
    const failures: ProviderError[] = []
    await inParallel(changes, SEND_CONCURRENCY, async (change) => {
      try {
        const row = await readOne(session, change)
        if (row === 'gone') gone.push(change.id)
        else seen.push(...row)
      } catch (error) {
        // One item eBay cannot show leaves the others to be read.
        if (!(error instanceof ProviderError) || error.outcome === 'reconnect') throw error
        failures.push(error)
      }
    })
    await recordSeen(serviceDb, workspaceId, seen)
    if (gone.length > 0) await giveUpChanges(serviceDb, workspaceId, gone)
    const later = failures.find(({ outcome }) => outcome === 'try_later')
    if (failures.length === changes.length && later) throw later
    await beat()
    looked += changes.length
    afterId = changes.at(-1)?.id ?? null
  }
}

async function readOne(session: EbaySession, { ebay_item_id }: UnsettledChange): Promise<Seen[] | 'gone'> {
  const seenAt = new Date().toISOString()
  try {
    return toSeen(await session.use((seller) => seller.getItem(ebay_item_id)), seenAt)
  } catch (error) {
    if (error instanceof ProviderError && error.outcome === 'gone') return 'gone'
    throw error
  }
}
