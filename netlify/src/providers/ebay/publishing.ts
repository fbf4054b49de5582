import { z } from 'zod'
import { moneyDecimal } from '#core/money.ts'
import type { ProviderAnswer } from '../http.ts'
import { readJson, repeatSafely } from '../http.ts'
import { type EbayAccount, jsonOf, sendRest } from './client.ts'
import { restFailure } from './failures.ts'
import { InventoryItem, RestRefusal } from './types.ts'

/** What an item is, whole: what is left out is wiped. */
export type NewItem = {
  sku: string
  condition: string
  quantity: number
  title: string
  aspects: Readonly<Record<string, readonly string[]>>
  image_urls: readonly string[]
  brand: string | null
  mpn: string | null
  upc: string | null
  ean: string | null
}

export type NewOffer = {
  sku: string
  marketplace_id: string
  category_id: string
  quantity: number
  price_cents: number
  currency: string
  description_html: string
  fulfillment_policy_id: string
  payment_policy_id: string
  return_policy_id: string
  merchant_location_key: string
}

/**
 * What eBay said to a write. Refused: not as it is, however often it is asked, and nothing was done. Where eBay did not say
 * (no answer, busy, its own error) a `ProviderError` is thrown instead, and only looking tells what was done.
 */
export type Written<Done> =
  | ({ outcome: 'done' } & Done)
  | {
      outcome: 'refused'
      /** eBay's number; null when it gave none. */
      code: string | null
      /** eBay's words, for people. */
      message: string
    }

const PATH = '/sell/inventory/v1'
const skuPath = (sku: string) => `${PATH}/inventory_item/${encodeURIComponent(sku)}`
const offerPath = (offerId: string) => `${PATH}/offer/${encodeURIComponent(offerId)}`

/** Whether the seller has an item of that SKU, and its title. Null when there is none. Throws `ProviderError`. */
export async function findInventoryItem(account: EbayAccount, sku: string): Promise<{ title: string | null } | null> {
  return repeatSafely(
    async () => {
      const answer = await sendRest(account, { path: skuPath(sku) })
      if (answer.status === 404) return null
      if (answer.status !== 200) throw restFailure(answer)
      return { title: jsonOf(answer, InventoryItem).product?.title ?? null }
    },
    { signal: account.signal },
  )
}

/** Creates the item, or replaces all of it: ask first whose it is. Throws `ProviderError`. */
export async function putInventoryItem(account: EbayAccount, item: NewItem): Promise<Written<object>> {
  const { sku, condition, quantity, title, aspects, image_urls, brand, mpn, upc, ean } = item
  const product = {
    title,
    aspects,
    imageUrls: image_urls,
    ...(brand !== null && { brand }),
    ...(mpn !== null && { mpn }),
    ...(upc !== null && { upc: [upc] }),
    ...(ean !== null && { ean: [ean] }),
  }
  const body = { condition, availability: { shipToLocationAvailability: { quantity } }, product }
  const answer = await sendRest(account, { path: skuPath(sku), method: 'PUT', body })
  return isDone(answer) ? { outcome: 'done' } : refusal(answer)
}

const CreatedOffer = z.object({ offerId: z.string().min(1) })

/** An offer that nobody sees yet. Refused with 25002 where the SKU has one. Throws `ProviderError`. */
export async function createOffer(account: EbayAccount, offer: NewOffer): Promise<Written<{ offer_id: string }>> {
  const { price_cents, currency } = offer
  const body = {
    sku: offer.sku,
    marketplaceId: offer.marketplace_id,
    format: 'FIXED_PRICE',
    availableQuantity: offer.quantity,
    categoryId: offer.category_id,
    listingDescription: offer.description_html,
    listingDuration: 'GTC',
    merchantLocationKey: offer.merchant_location_key,
    listingPolicies: {
      fulfillmentPolicyId: offer.fulfillment_policy_id,
      paymentPolicyId: offer.payment_policy_id,
      returnPolicyId: offer.return_policy_id,
    },
    pricingSummary: { price: { value: moneyDecimal(price_cents, currency), currency } },
    // Else eBay mixes in what its catalogue says of a product it takes this one for.
    includeCatalogProductDetails: false,
  }
  const answer = await sendRest(account, { path: `${PATH}/offer`, method: 'POST', body })
  return isDone(answer) ? { outcome: 'done', offer_id: jsonOf(answer, CreatedOffer).offerId } : refusal(answer)
}

const Published = z.object({ listingId: z.string().min(1) })

/** Puts the offer on sale; one that is on sale already answers the same listing. Throws `ProviderError`. */
export async function publishOffer(account: EbayAccount, offerId: string): Promise<Written<{ ebay_item_id: string }>> {
  const answer = await sendRest(account, { path: `${offerPath(offerId)}/publish`, method: 'POST' })
  return isDone(answer) ? { outcome: 'done', ebay_item_id: jsonOf(answer, Published).listingId } : refusal(answer)
}

/** Takes an offer away, and ends its listing: look first that it has none. Gone already is done. Throws `ProviderError`. */
export const deleteOffer = (account: EbayAccount, offerId: string): Promise<Written<object>> =>
  remove(account, offerPath(offerId))

/** Takes an item away with every offer and listing of the SKU: look first. Gone already is done. Throws `ProviderError`. */
export const deleteInventoryItem = (account: EbayAccount, sku: string): Promise<Written<object>> =>
  remove(account, skuPath(sku))

async function remove(account: EbayAccount, path: string): Promise<Written<object>> {
  const answer = await sendRest(account, { path, method: 'DELETE' })
  return isDone(answer) || answer.status === 404 ? { outcome: 'done' } : refusal(answer)
}

const isDone = ({ status }: ProviderAnswer) => status >= 200 && status < 300

function refusal(answer: ProviderAnswer): { outcome: 'refused'; code: string | null; message: string } {
  const failure = restFailure(answer)
  if (failure.outcome === 'reconnect' || failure.outcome === 'try_later') throw failure
  const told = readJson(answer.bytes, RestRefusal)?.errors[0]
  return {
    outcome: 'refused',
    code: told ? String(told.errorId) : null,
    message: told?.longMessage ?? told?.message ?? 'eBay refused this and gave no reason.',
  }
}
