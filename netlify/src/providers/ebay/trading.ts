import { moneyDecimal } from '#core/money.ts'
import { ProviderError } from '../errors.ts'
import { type EbayAccount, readTrading, sendTrading } from './client.ts'
import { PROVIDER, type PriceAnswer, realErrors, tradingFailure, tradingPriceAnswer, unreadable } from './failures.ts'
import { type TradingRow, toTradingRow } from './mapping.ts'
import { ActiveListAnswer, GetItemAnswer, RevisionAnswer, type TradingError } from './types.ts'

/** What eBay takes in one `ReviseInventoryStatus`. */
export const TRADING_PRICES_PER_CALL = 4
export const ACTIVE_PAGE_SIZE = 200
/** GetMyeBaySelling shows the first 25,000 active listings and no more. */
export const MAX_ACTIVE_PAGES = 125

export type TradingPriceChange = { ebay_item_id: string; price_cents: number; currency: string }

export type ActivePage = {
  rows: TradingRow[]
  /** As eBay counts them while it answers this page. */
  total_count: number
  page_count: number
}

/** A page of everything the seller has on sale, 1 the first; also what the Inventory API manages. Throws `ProviderError`. */
export async function getActivePage(account: EbayAccount, page: number): Promise<ActivePage> {
  const fields = {
    ActiveList: {
      Include: 'true',
      Sort: 'TimeLeft',
      Pagination: { EntriesPerPage: String(ACTIVE_PAGE_SIZE), PageNumber: String(page) },
    },
    HideVariations: 'false',
  }
  const { ActiveList } = await readTrading(account, 'GetMyeBaySelling', fields, ActiveListAnswer)
  // eBay leaves the list out when there is nothing on it.
  if (!ActiveList) return { rows: [], total_count: 0, page_count: 0 }
  const { TotalNumberOfEntries, TotalNumberOfPages } = ActiveList.PaginationResult
  return {
    rows: (ActiveList.ItemArray?.Item ?? []).map(toTradingRow),
    total_count: Number(TotalNumberOfEntries),
    page_count: Number(TotalNumberOfPages),
  }
}

/** One listing as it is now. Throws `ProviderError`, `gone` when it is deleted or not this seller's. */
export async function getItem(account: EbayAccount, itemId: string): Promise<TradingRow> {
  const answer = await readTrading(account, 'GetItem', { ItemID: itemId, DetailLevel: 'ReturnAll' }, GetItemAnswer)
  const [item] = answer.Item ?? []
  if (!item) throw unreadable(200)
  return toTradingRow(item)
}

/**
 * Sets prices and nothing else, of up to four listings; what eBay said to each, by item id. Never repeated here. Throws
 * `ProviderError`: `reconnect` before anything was done; `try_later` when no answer came, and then any of them may have
 * been done.
 */
export async function setTradingPrices(
  account: EbayAccount,
  changes: readonly TradingPriceChange[],
): Promise<Map<string, PriceAnswer>> {
  const ids = new Set(changes.map(({ ebay_item_id }) => ebay_item_id))
  if (changes.length === 0 || changes.length > TRADING_PRICES_PER_CALL || ids.size < changes.length) {
    throw new RangeError(`eBay takes 1 to ${TRADING_PRICES_PER_CALL} different listings at a time`)
  }
  const fields = {
    InventoryStatus: changes.map(({ ebay_item_id, price_cents, currency }) => ({
      ItemID: ebay_item_id,
      StartPrice: moneyDecimal(price_cents, currency),
    })),
  }
  const answer = await sendTrading(account, 'ReviseInventoryStatus', fields, RevisionAnswer)
  const failure = tradingFailure(answer)
  if (failure?.outcome === 'reconnect') throw failure
  const errors = realErrors(answer.Errors)
  if (answer.Ack === 'Success' || answer.Ack === 'Warning') {
    const warning = answer.Errors?.[0]
    return new Map([...ids].map((id) => [id, accepted(warning)]))
  }
  if (errors.length === 0)
    throw new ProviderError({ provider: PROVIDER, outcome: 'try_later', code: 'no_reason_given' })
  // What eBay did is what it names again.
  const done = new Set(answer.InventoryStatus?.map(({ ItemID }) => ItemID))
  return new Map([...ids].map((id) => [id, done.has(id) ? accepted(undefined) : refusalOf(id, ids, errors)]))
}

const accepted = (warning: TradingError | undefined): PriceAnswer => ({
  outcome: 'accepted',
  code: warning?.ErrorCode ?? null,
  message: warning?.LongMessage ?? warning?.ShortMessage ?? null,
  refusal: null,
})

/** The error that names this item, or else one that names none of them. */
function refusalOf(id: string, ids: ReadonlySet<string>, errors: readonly TradingError[]): PriceAnswer {
  const namedIn = (error: TradingError) =>
    (error.ErrorParameters ?? []).flatMap(({ Value }) => Value ?? []).filter((value) => ids.has(value))
  const own = errors.find((error) => namedIn(error).includes(id))
  if (own) return tradingPriceAnswer(own)
  const unnamed = errors.find((error) => namedIn(error).length === 0)
  if (unnamed) return { ...tradingPriceAnswer(unnamed), ...(ids.size > 1 && { isUnnamed: true }) }
  // Others were refused by name, this one was neither named nor done.
  return { outcome: 'refused', code: null, message: null, refusal: null }
}
