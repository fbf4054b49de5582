import { z } from 'zod'
import type { Clock } from '../../frame/clock.ts'
import { marketplaceOf } from '../accounts.ts'
import { centsToText, MINIMUM_PRICE_CENTS, textToCents } from '../money.ts'
import { hasReachedSellingLimit, takePriceRefusal } from '../prices/price-refusals.ts'
import { shownPrice } from '../prices/shown-price.ts'
import { Amount } from '../rest-call.ts'
import { invalidField, RestRefusal, refuseInventory } from '../rest-error.ts'
import { addOffer, offersOf, REVISIONS_PER_DAY, revise, revisionsToday } from '../shop.ts'
import { type EbayState, type Listing, newOfferId, type Offer, shopOf } from '../state.ts'
import { checkSku, findItem } from './inventory-items.ts'

const Policies = z.strictObject({
  fulfillmentPolicyId: z.string().optional(),
  paymentPolicyId: z.string().optional(),
  returnPolicyId: z.string().optional(),
  bestOfferTerms: z.unknown().optional(),
  eBayPlusIfEligible: z.boolean().optional(),
})

const EditableOffer = {
  availableQuantity: z.int().optional(),
  categoryId: z.string().optional(),
  secondaryCategoryId: z.string().optional(),
  listingDescription: z.string().max(500_000).optional(),
  listingDuration: z.string().optional(),
  merchantLocationKey: z.string().optional(),
  listingPolicies: Policies.optional(),
  pricingSummary: z.strictObject({ price: Amount.optional() }).optional(),
  includeCatalogProductDetails: z.boolean().optional(),
  quantityLimitPerBuyer: z.int().min(1).optional(),
  storeCategoryNames: z.array(z.string()).optional(),
  hideBuyerDetails: z.boolean().optional(),
  tax: z.unknown().optional(),
}

export const CreateOfferBody = z.strictObject({
  ...EditableOffer,
  sku: z.string(),
  marketplaceId: z.string(),
  format: z.string(),
})

/** Everything that can be set; what is left out is wiped. */
export const UpdateOfferBody = z.strictObject(EditableOffer)
type UpdateOfferBody = z.infer<typeof UpdateOfferBody>

export const unavailable = (offerId: string) =>
  refuseInventory(404, 25713, 'This Offer is not available :', `${offerId}.`)

export function findOffer(state: EbayState, sellerId: string, offerId: string): Offer | undefined {
  return shopOf(state, sellerId).offers[offerId]
}

/** The listing of a published offer, ended or not. */
export function listingOf(state: EbayState, offer: Offer): Listing | undefined {
  return offer.is_published && offer.item_id !== null
    ? shopOf(state, offer.seller_id).listings[offer.item_id]
    : undefined
}

/** `isStale`: with the price from before the last change. A sale leaves the price of an offer alone. */
export function offerObject(state: EbayState, offer: Offer, nowMs: number, isStale: boolean) {
  const listing = listingOf(state, offer)
  const price = listing ? shownPrice(listing, nowMs, isStale).price_cents : offer.price_cents
  const currency = listing?.currency ?? offer.currency
  const policies = {
    ...(offer.fulfillment_policy_id !== null && { fulfillmentPolicyId: offer.fulfillment_policy_id }),
    ...(offer.payment_policy_id !== null && { paymentPolicyId: offer.payment_policy_id }),
    ...(offer.return_policy_id !== null && { returnPolicyId: offer.return_policy_id }),
  }
  return {
    offerId: offer.offer_id,
    sku: offer.sku,
    marketplaceId: offer.marketplace_id,
    format: offer.format,
    availableQuantity: listing?.quantity_available ?? offer.available_quantity ?? 0,
    ...(price !== null && currency !== null && { pricingSummary: { price: { value: centsToText(price), currency } } }),
    listingPolicies: policies,
    ...(offer.category_id !== null && { categoryId: offer.category_id }),
    ...(offer.merchant_location_key !== null && { merchantLocationKey: offer.merchant_location_key }),
    ...(offer.listing_description !== null && { listingDescription: offer.listing_description }),
    ...(listing && {
      listing: {
        listingId: listing.item_id,
        listingStatus: listingStatus(listing),
        soldQuantity: listing.quantity_sold,
        listingOnHold: false,
      },
    }),
    status: offer.is_published ? 'PUBLISHED' : 'UNPUBLISHED',
    tax: { applyTax: false },
    listingDuration: 'GTC',
    includeCatalogProductDetails: true,
    hideBuyerDetails: false,
  }
}

function listingStatus({ status, quantity_available }: Listing): string {
  if (status === 'ended') return 'ENDED'
  return quantity_available === 0 ? 'OUT_OF_STOCK' : 'ACTIVE'
}

export function createOffer(state: EbayState, sellerId: string, body: z.infer<typeof CreateOfferBody>): Offer {
  const { sku, marketplaceId, format } = body
  checkSku(sku)
  if (!marketplaceOf(marketplaceId)) throw invalidField('marketplaceId')
  if (format !== 'FIXED_PRICE') throw invalidField('format')
  if (!findItem(state, sellerId, sku))
    throw refuseInventory(404, 25702, `${sku} could not be found or is not available in the system.`)
  const shop = shopOf(state, sellerId)
  const known = offersOf(shop, sku).find(({ marketplace_id }) => marketplace_id === marketplaceId)
  if (known)
    throw new RestRefusal(400, {
      errorId: 25002,
      domain: 'API_INVENTORY',
      subdomain: 'Selling',
      category: 'REQUEST',
      message: 'A user error has occurred. Offer entity already exists.',
      parameters: [{ name: 'offerId', value: known.offer_id }],
    })
  const offer: Offer = {
    offer_id: '',
    seller_id: sellerId,
    sku,
    marketplace_id: marketplaceId,
    format,
    item_id: null,
    is_published: false,
    ...editable(body, marketplaceId),
  }
  offer.offer_id = newOfferId(state)
  addOffer(shop, offer)
  return offer
}

/** Replaces everything that can be set; a live listing is revised. Throws what the API refuses. */
export function updateOffer(state: EbayState, offer: Offer, body: UpdateOfferBody, clock: Clock): void {
  const changes = editable(body, offer.marketplace_id)
  const listing = listingOf(state, offer)
  if (listing) {
    checkRevisable(state, listing, clock.now())
    const missing = Object.entries(changes).find(([, value]) => value === null)
    if (missing)
      throw refuseInventory(400, 25002, 'A user error has occurred.', `A published offer needs ${missing[0]}.`)
    if (changes.price_cents !== listing.price_cents) checkPriceRevisable(state, listing, clock.now())
    revise(
      state,
      listing,
      { price_cents: changes.price_cents ?? undefined, quantity: changes.available_quantity ?? undefined },
      'inventory',
      clock,
    )
  }
  Object.assign(offer, changes)
}

/** Throws when the listing has ended or has had its revisions of the day. */
export function checkRevisable(state: EbayState, listing: Listing, nowMs: number): void {
  if (listing.status === 'ended')
    throw refuseInventory(400, 25019, 'Cannot revise the listing.', 'You are not allowed to revise ended listings.')
  if (revisionsToday(state, listing, nowMs) >= REVISIONS_PER_DAY)
    throw refuseInventory(
      400,
      25019,
      'Cannot revise the listing.',
      `The listing has been revised ${REVISIONS_PER_DAY} times today.`,
    )
}

export const sellingLimitExceeded = () =>
  refuseInventory(400, 25026, 'Selling limit exceeded.', 'You can list up to $3,500.00 in total sales this month.')

/** Throws when this listing's price, or any price of the account, is not revised now. */
export function checkPriceRevisable(state: EbayState, listing: Listing, nowMs: number): void {
  if (hasReachedSellingLimit(state, listing.seller_id)) throw sellingLimitExceeded()
  const refusal = takePriceRefusal(listing, nowMs)
  if (refusal) throw refuseInventory(400, refusal.inventory, refusal.message)
}

/** An amount in the currency of the marketplace, in cents. Throws 25003. */
export function priceOf(amount: z.infer<typeof Amount>, marketplaceId: string): number {
  const cents = textToCents(amount.value)
  const isRight =
    cents !== null && cents >= MINIMUM_PRICE_CENTS && amount.currency === marketplaceOf(marketplaceId)?.currency
  if (!isRight)
    throw refuseInventory(
      400,
      25003,
      'The eBay listing associated with the inventory item, or the unpublished offer has an invalid price.',
      `${amount.value} ${amount.currency}`,
    )
  return cents
}

function editable(body: UpdateOfferBody, marketplaceId: string) {
  const { availableQuantity, listingDuration, listingPolicies = {}, pricingSummary } = body
  if (availableQuantity !== undefined && availableQuantity < 0) throw invalidField('availableQuantity')
  if (listingDuration !== undefined && listingDuration !== 'GTC') throw invalidField('listingDuration')
  const price = pricingSummary?.price
  return {
    available_quantity: availableQuantity ?? null,
    category_id: body.categoryId ?? null,
    merchant_location_key: body.merchantLocationKey ?? null,
    listing_description: body.listingDescription ?? null,
    fulfillment_policy_id: listingPolicies.fulfillmentPolicyId ?? null,
    payment_policy_id: listingPolicies.paymentPolicyId ?? null,
    return_policy_id: listingPolicies.returnPolicyId ?? null,
    currency: price?.currency ?? null,
    price_cents: price ? priceOf(price, marketplaceId) : null,
  }
}
