import type { EbaySession } from '../connections/ebay.ts'
import type { Db } from '../db/user-client.ts'
import { inParallel } from '../in-parallel.ts'
import { ACTIVE_PAGE_SIZE, type TradingRow } from '../providers/ebay/index.ts'
import { ProviderError } from '../providers/errors.ts'
import { type Change, confirmChanges, countUnsettled, giveUpChanges, listUnsettled, type Seen } from './engine.repo.ts'
import { SEND_CONCURRENCY } from './send-prices.ts'

const BATCH = 200

type Reading = { serviceDb: Db; workspaceId: string; session: EbaySession; beat: () => Promise<void> }

/**
 * Asks eBay what it shows for every change whose outcome is not certain: listing by listing, or page by page of everything
 * on sale, whichever takes fewer calls. Answers how many are still uncertain. Throws `ProviderError` and `AppError`.
 */
export async function readBack(reading: Reading): Promise<number> {
  const { serviceDb, workspaceId } = reading
  const { unsettled, on_sale } = await countUnsettled(serviceDb, workspaceId)
  if (unsettled === 0) return 0
  const pages = Math.ceil(on_sale / ACTIVE_PAGE_SIZE)
  if (unsettled > pages) await readPages(reading)
  // What no page showed (sold out, ended) is asked for by itself; after pages that is little, and never all again.
  await readEach(reading, unsettled > pages ? pages : Number.POSITIVE_INFINITY)
  return (await countUnsettled(serviceDb, workspaceId)).unsettled
}

async function readPages({ serviceDb, workspaceId, session, beat }: Reading): Promise<void> {
  const read = async (page: number) => {
    const seenAt = new Date().toISOString()
    const { rows, page_count } = await session.use((seller) => seller.getActivePage(page))
    await confirmChanges(
      serviceDb,
      workspaceId,
      rows.flatMap((row) => toSeen(row, seenAt)),
    )
    await beat()
    return page_count
  }
  const count = await read(1)
  const rest = Array.from({ length: Math.max(0, count - 1) }, (_, at) => at + 2)
  await inParallel(rest, SEND_CONCURRENCY, async (page) => void (await read(page)))
}

async function readEach({ serviceDb, workspaceId, session, beat }: Reading, most: number): Promise<void> {
  let afterId: string | null = null
  for (let looked = 0; looked < most; ) {
    const changes: Awaited<ReturnType<typeof listUnsettled>> = await listUnsettled(
      serviceDb,
      workspaceId,
      BATCH,
      afterId,
    )
    if (changes.length === 0) return
    const seen: Seen[] = []
    const gone: string[] = []
    await inParallel(changes, SEND_CONCURRENCY, async (change) => {
      const row = await readOne(session, change)
      if (row === 'gone') gone.push(change.id)
      else seen.push(...row)
    })
    await confirmChanges(serviceDb, workspaceId, seen)
    if (gone.length > 0) await giveUpChanges(serviceDb, workspaceId, gone)
    await beat()
    looked += changes.length
    afterId = changes.at(-1)?.id ?? null
  }
}

async function readOne(session: EbaySession, { ebay_item_id }: Change): Promise<Seen[] | 'gone'> {
  const seenAt = new Date().toISOString()
  try {
    return toSeen(await session.use((seller) => seller.getItem(ebay_item_id)), seenAt)
  } catch (error) {
    if (error instanceof ProviderError && error.outcome === 'gone') return 'gone'
    throw error
  }
}

const toSeen = ({ listing }: TradingRow, seen_at: string): Seen[] =>
  listing
    ? [
        {
          ebay_item_id: listing.ebay_item_id,
          seen_price_cents: listing.price_cents,
          currency: listing.currency,
          seen_at,
        },
      ]
    : []
