import { shownPrice } from '../prices/shown-price.ts'
import { activeListings, endOfListing } from '../shop.ts'
import type { EbayState, Listing } from '../state.ts'
import { activeItemXml } from './item-xml.ts'
import { element, refuseTrading } from './trading-answer.ts'
import { child, namesOf, textOf, type XmlNode } from './trading-request.ts'

const MAX_ENTRIES = 200
const DEFAULT_ENTRIES = 25
const COMMON = new Set(['ErrorLanguage', 'MessageID', 'Version', 'WarningLevel', 'DetailLevel', 'OutputSelector'])

type Order = (a: Listing, b: Listing) => number

/**
 * Active listings only: the other lists are not built, and asking for one says so. Nobody sees more than the first
 * `active_list_cap` of them, although the totals count all.
 */
export function activeListXml(
  state: EbayState,
  sellerId: string,
  request: XmlNode,
  nowMs: number,
  isStale: boolean,
): string {
  const strange = namesOf(request).find((name) => !COMMON.has(name) && !['ActiveList', 'HideVariations'].includes(name))
  if (strange !== undefined)
    throw refuseTrading('5', 'XML Parse error.', [`The emulator does not know ${strange} here.`])
  const wanted = child(request, 'ActiveList')
  const isIncluded = wanted !== undefined && textOf(wanted, 'Include') !== 'false'
  // ReturnAll brings every container, asked for or not.
  if (!isIncluded && textOf(request, 'DetailLevel') !== 'ReturnAll') return ''
  const pagination = child(wanted, 'Pagination')
  const entries = whole(textOf(pagination, 'EntriesPerPage'), DEFAULT_ENTRIES)
  const page = whole(textOf(pagination, 'PageNumber'), 1)
  if (entries < 1 || entries > MAX_ENTRIES || page < 1)
    throw refuseTrading('340', 'Page number is out of range.', [String(entries), String(page)])
  const listings = sorted(activeListings(state, sellerId), textOf(wanted, 'Sort') ?? 'TimeLeft', nowMs)
  const pages = Math.ceil(listings.length / entries)
  const start = (page - 1) * entries
  const { active_list_cap: cap } = state
  if (page > Math.max(1, pages) || start >= cap)
    throw refuseTrading('340', 'Page number is out of range.', [String(page)])
  const hideVariations = textOf(request, 'HideVariations') === 'true'
  const items = listings
    .slice(start, Math.min(start + entries, cap))
    .map((listing) => activeItemXml(listing, nowMs, isStale, hideVariations))
  const itemArray = items.length > 0 ? `<ItemArray>${items.join('')}</ItemArray>` : ''
  return `<ActiveList>${itemArray}<PaginationResult>${element('TotalNumberOfPages', pages)}${element('TotalNumberOfEntries', listings.length)}</PaginationResult></ActiveList>`
}

const ordered = new WeakMap<Listing[], { sort: string; until: number; listings: Listing[] }>()

function sorted(listings: Listing[], sort: string, nowMs: number): Listing[] {
  const known = ordered.get(listings)
  if (known?.sort === sort && nowMs < known.until) return known.listings
  const result = listings.toSorted(orderOf(sort, nowMs))
  // A listing that renews goes to the end of the list; prices and quantities change at any time.
  const until = sort.startsWith('TimeLeft')
    ? Math.min(...listings.slice(0, 50_000).map((one) => endOfListing(one, nowMs)))
    : 0
  ordered.set(listings, { sort, until, listings: result })
  return result
}

function orderOf(sort: string, nowMs: number): Order {
  const isDescending = sort.endsWith('Descending')
  const order = ORDERS[isDescending ? sort.slice(0, -'Descending'.length) : sort]?.(nowMs)
  if (!order) throw refuseTrading('5', 'XML Parse error.', [`Sort cannot be ${sort}.`])
  return isDescending ? (a, b) => order(b, a) : order
}

function currentCents(listing: Listing, nowMs: number): number {
  const { price_cents, sale } = shownPrice(listing, nowMs, false)
  return sale?.price_cents ?? price_cents
}

const ORDERS: Record<string, (nowMs: number) => Order> = {
  TimeLeft: (nowMs) => (a, b) => endOfListing(a, nowMs) - endOfListing(b, nowMs),
  EndTime: (nowMs) => (a, b) => endOfListing(a, nowMs) - endOfListing(b, nowMs),
  StartTime: () => (a, b) => a.started_at - b.started_at,
  ItemID: () => (a, b) => Number(a.item_id) - Number(b.item_id),
  CurrentPrice: (nowMs) => (a, b) => currentCents(a, nowMs) - currentCents(b, nowMs),
  Title: () => (a, b) => (a.title < b.title ? -1 : Number(a.title > b.title)),
}

function whole(text: string | undefined, whenAbsent: number): number {
  if (text === undefined) return whenAbsent
  return /^\d{1,9}$/.test(text) ? Number(text) : -1
}
