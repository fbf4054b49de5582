import type { EbaySession } from '../connections/ebay.ts'
import type { Db } from '../db/user-client.ts'
import { inParallel } from '../in-parallel.ts'
import { ACTIVE_PAGE_SIZE, MAX_ACTIVE_PAGES, type TradingRow } from '../providers/ebay/index.ts'
import { ProviderError } from '../providers/errors.ts'
import { type CallItem, type Change, cancelPlanned, recordSeen, type Seen } from './engine.repo.ts'

/** The database takes prices that were shown at most 60 s ago; what is older than this is read again before it is asked. */
const FRESH_MS = 50_000
/** A whole reading is begun again while the one before still holds, so that sending does not wait for it. */
const RENEW_MS = 30_000
/** Beside the calls that send. */
const READS_AT_ONCE = 4

type Reading = { serviceDb: Db; workspaceId: string; session: EbaySession; beat: () => Promise<void> }

/**
 * What eBay showed last, by item id, for one run: no price is changed unless eBay showed the price before it a moment ago.
 * Few prices are read listing by listing, many page by page of everything on sale, whichever takes fewer calls.
 */
export class PriceReader {
  readonly #reading: Reading
  readonly #seen = new Map<string, Seen>()
  /** What the database has been told. */
  readonly #told = new WeakSet<Seen>()
  #whole: { startedMs: number; done: Promise<void> } | null = null
  constructor(reading: Reading) {
    this.#reading = reading
  }

  /** Begins to read everything on sale when so many changes are left that this takes fewer calls than reading each. */
  keepFresh(left: number, onSale: number, next: readonly Change[]): void {
    if (left <= pagesOf(onSale)) return
    const oldestSeenMs = next.reduce(
      (oldest, change) => Math.min(oldest, this.#seenMs(change)),
      Number.POSITIVE_INFINITY,
    )
    if (Date.now() - oldestSeenMs < RENEW_MS) return
    if (this.#whole && Date.now() - this.#whole.startedMs < RENEW_MS) return
    void this.#readAll()
  }

  /** Takes what a reading that goes on elsewhere showed. */
  note(rows: readonly TradingRow[], seenAt: string): void {
    for (const seen of rows.flatMap((row) => toSeen(row, seenAt))) this.#keep(seen)
  }

  /** Reads the prices of these changes again where the last look is too long ago. Throws `ProviderError` and `AppError`. */
  async freshen(changes: readonly Change[]): Promise<void> {
    const isStale = (change: Change) => Date.now() - this.#seenMs(change) > FRESH_MS
    if (!changes.some(isStale)) return
    if (this.#whole) await this.#whole.done
    for (const change of changes) if (isStale(change)) await this.#readOne(change)
  }

  /** These changes as `beginCall` takes them, with what eBay showed last of each. */
  items(changes: readonly Change[]): CallItem[] {
    return changes.map((change) => {
      const seen = this.#seen.get(change.ebay_item_id)
      const { id, currency, old_price_cents: price_cents } = change
      // What differs was recorded, so the database knows it.
      if (!seen || !shows(seen, change)) return { id, price_cents, currency, seen_at: change.seen_at ?? LONG_AGO }
      return { id, price_cents, currency, seen_at: latest(seen.seen_at, change.seen_at) }
    })
  }

  /**
   * Tells the database of what differs from the plan, so that it judges by it. A reading that goes on meanwhile may show
   * more: afterwards the database knows everything that was shown.
   */
  async noteDifferences(changes: readonly Change[]): Promise<void> {
    for (;;) {
      const rows = changes.flatMap((change) => {
        const seen = this.#seen.get(change.ebay_item_id)
        return seen && !this.#told.has(seen) && (!shows(seen, change) || isOffSale(seen)) ? [seen] : []
      })
      if (rows.length === 0) return
      await recordSeen(this.#reading.serviceDb, this.#reading.workspaceId, rows)
      for (const seen of rows) this.#told.add(seen)
    }
  }

  /** Ends when nothing is being read any more. A reading ahead that failed is not needed. */
  idle = () => this.#whole?.done

  #seenMs({ ebay_item_id, seen_at }: Change): number {
    const seen = this.#seen.get(ebay_item_id)
    return Math.max(seen ? Date.parse(seen.seen_at) : 0, seen_at === null ? 0 : Date.parse(seen_at))
  }

  /** A page that answers late does not replace a newer look. */
  #keep(seen: Seen): void {
    const known = this.#seen.get(seen.ebay_item_id)
    if (!known || known.seen_at <= seen.seen_at) this.#seen.set(seen.ebay_item_id, seen)
  }

  #readAll(): Promise<void> {
    const { session, beat } = this.#reading
    const read = async (page: number) => {
      const seenAt = new Date().toISOString()
      const { rows, page_count } = await session.use((seller) => seller.getActivePage(page))
      this.note(rows, seenAt)
      await beat()
      return Math.min(page_count, MAX_ACTIVE_PAGES)
    }
    const all = async () => {
      const count = await read(1)
      const rest = Array.from({ length: Math.max(0, count - 1) }, (_, at) => at + 2)
      await inParallel(rest, READS_AT_ONCE, async (page) => void (await read(page)))
    }
    // Whatever this reading did not show is asked for listing by listing, which meets the same failure again.
    this.#whole = { startedMs: Date.now(), done: all().catch(() => undefined) }
    return this.#whole.done
  }

  async #readOne({ id, ebay_item_id }: Change): Promise<void> {
    const { session, serviceDb, workspaceId } = this.#reading
    const seenAt = new Date().toISOString()
    try {
      const rows = toSeen(await session.use((seller) => seller.getItem(ebay_item_id)), seenAt)
      for (const seen of rows) this.#keep(seen)
    } catch (error) {
      // What eBay refuses to show stays unread, and that one change is left to the next run.
      if (error instanceof ProviderError && error.outcome === 'rejected') return
      if (!(error instanceof ProviderError) || error.outcome !== 'gone') throw error
      await cancelPlanned(serviceDb, workspaceId, [id], 'listing_gone')
    }
  }
}

const LONG_AGO = new Date(0).toISOString()

const latest = (a: string, b: string | null) => (b !== null && Date.parse(b) > Date.parse(a) ? b : a)

const shows = (seen: Seen, { old_price_cents, currency }: Change) =>
  seen.price_cents === old_price_cents && seen.currency === currency

const isOffSale = ({ status, quantity_available, sale_ends_at }: Seen) =>
  status === 'ended' || quantity_available === 0 || sale_ends_at !== undefined

/** How many calls a reading of everything on sale takes. */
export const pagesOf = (onSale: number) => Math.min(MAX_ACTIVE_PAGES, Math.ceil(onSale / ACTIVE_PAGE_SIZE))

/** One row of eBay's as the database takes it; none when it cannot be read. */
export function toSeen({ listing }: TradingRow, seen_at: string): Seen[] {
  if (!listing) return []
  const { ebay_item_id, price_cents, currency, status, quantity_available, sale } = listing
  return [
    {
      ebay_item_id,
      price_cents,
      currency,
      seen_at,
      ...(status === 'ended' && { status }),
      ...(quantity_available !== null && { quantity_available }),
      ...(sale && { sale_price_cents: sale.price_cents, sale_ends_at: sale.ends_at }),
    },
  ]
}
