import { moneyDecimal } from '#core/money.ts'
import { ProviderError } from '../errors.ts'
import { readJson, repeatSafely } from '../http.ts'
import { type EbayAccount, jsonOf, readRest, sendRest } from './client.ts'
import { type PriceAnswer, restFailure, restPriceAnswer } from './failures.ts'
import { type InventoryOffer, type InventoryRecord, toInventoryRecord, toOffer } from './mapping.ts'
import { BulkPriceAnswer, InventoryItemsAnswer, Offer, OffersAnswer, RestRefusal } from './types.ts'

/** What eBay takes in one `bulk_update_price_quantity`; of how many SKUs it is unsure itself. */
const OFFERS_PER_CALL = 25
export const INVENTORY_PAGE_SIZE = 200

export type OfferPriceChange = { offer_id: string; sku: string; price_cents: number; currency: string }

export type InventoryPage = { items: InventoryRecord[]; total_count: number; page_count: number }

const PATH = '/sell/inventory/v1'
const OFFERS_PAGE_SIZE = 100
/** Far more countries than eBay has. */
const MAX_OFFER_PAGES = 5

/** A page of the SKUs the Inventory API manages, 0 the first. Throws `ProviderError`. */
export async function getInventoryPage(
  account: EbayAccount,
  page: number,
  size = INVENTORY_PAGE_SIZE,
): Promise<InventoryPage> {
  // `offset` is the number of the page here, and nowhere else on eBay.
  const query = { limit: String(size), offset: String(page) }
  const answer = await readRest(account, { path: `${PATH}/inventory_item`, query }, InventoryItemsAnswer)
  return {
    items: (answer.inventoryItems ?? []).map(toInventoryRecord),
    total_count: answer.total,
    page_count: Math.ceil(answer.total / size),
  }
}

/** The offers of a SKU, one for each country; none for a SKU eBay does not know. Throws `ProviderError`. */
export async function getOffers(account: EbayAccount, sku: string): Promise<InventoryOffer[]> {
  const offers: InventoryOffer[] = []
  for (let page = 0; page < MAX_OFFER_PAGES; page += 1) {
    const query = { sku, limit: String(OFFERS_PAGE_SIZE), offset: String(page * OFFERS_PAGE_SIZE) }
    const answer = await readOffers(account, query)
    const found = answer?.offers ?? []
    offers.push(...found.map(toOffer))
    if (found.length < OFFERS_PAGE_SIZE) break
  }
  return offers
}

// eBay answers 404 to a SKU without offers.
const readOffers = (account: EbayAccount, query: Record<string, string>) =>
  repeatSafely(
    async () => {
      const answer = await sendRest(account, { path: `${PATH}/offer`, query })
      if (answer.status === 200) return jsonOf(answer, OffersAnswer)
      const failure = restFailure(answer)
      if (failure.outcome === 'gone') return null
      throw failure
    },
    { signal: account.signal },
  )

/** Throws `ProviderError`, `gone` when there is no such offer. */
export async function getOffer(account: EbayAccount, offerId: string): Promise<InventoryOffer> {
  return toOffer(await readRest(account, { path: `${PATH}/offer/${encodeURIComponent(offerId)}` }, Offer))
}

/**
 * Sets prices and nothing else: what is in stock is not named, so nothing can be restocked. What eBay said to each, by
 * offer id. Never repeated here. Throws `ProviderError`: `reconnect` and `rejected` before anything was done (`rejected`
 * when the call as a whole is refused, as for too many SKUs); `try_later` when no answer came, and then any of them may
 * have been done.
 */
export async function setOfferPrices(
  account: EbayAccount,
  changes: readonly OfferPriceChange[],
): Promise<Map<string, PriceAnswer>> {
  const ids = new Set(changes.map(({ offer_id }) => offer_id))
  if (changes.length === 0 || changes.length > OFFERS_PER_CALL || ids.size < changes.length) {
    throw new RangeError(`eBay takes 1 to ${OFFERS_PER_CALL} different offers at a time`)
  }
  const bySku = Map.groupBy(changes, ({ sku }) => sku)
  const requests = [...bySku].map(([sku, offers]) => ({ sku, offers: offers.map(priceOnly) }))
  const answer = await sendRest(account, {
    path: `${PATH}/bulk_update_price_quantity`,
    method: 'POST',
    body: { requests },
  })
  if (answer.status !== 200 && answer.status !== 207) {
    const failure = restFailure(answer)
    const refusal = readJson(answer.bytes, RestRefusal)
    // A refusal of the whole call speaks of the one offer it was about.
    const [only] = ids.size === 1 ? ids : []
    const isAboutOffer = failure.outcome === 'rejected' || failure.outcome === 'gone'
    if (only === undefined || !refusal || !isAboutOffer) throw asWhole(failure)
    return new Map([[only, restPriceAnswer(answer.status, refusal.errors, [])]])
  }
  const { responses } = jsonOf(answer, BulkPriceAnswer)
  return new Map(
    changes.map(({ offer_id }) => {
      const said = responses.find(({ offerId }) => offerId === offer_id)
      if (!said) return [offer_id, { outcome: 'refused', code: null, message: null, refusal: null }]
      return [offer_id, restPriceAnswer(said.statusCode, said.errors ?? [], said.warnings ?? [])]
    }),
  )
}

const priceOnly = ({ offer_id, price_cents, currency }: OfferPriceChange) => ({
  offerId: offer_id,
  price: { value: moneyDecimal(price_cents, currency), currency },
})

// The path is ours, so a 404 for all of them says nothing of any.
const asWhole = (failure: ProviderError): ProviderError =>
  failure.outcome === 'gone'
    ? new ProviderError({ provider: failure.provider, outcome: 'rejected', code: failure.code, status: failure.status })
    : failure
