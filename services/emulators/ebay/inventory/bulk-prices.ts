import { z } from 'zod'
import type { Clock } from '../../frame/clock.ts'
import { Amount } from '../rest-call.ts'
import { invalidField, type RestProblem, RestRefusal, refuseInventory } from '../rest-error.ts'
import { revise } from '../shop.ts'
import type { EbayState } from '../state.ts'
import { findItem } from './inventory-items.ts'
import { checkPriceRevisable, checkRevisable, findOffer, listingOf, priceOf, unavailable } from './offers.ts'

const OFFERS_PER_CALL = 25

const OfferChange = z.strictObject({
  offerId: z.string(),
  availableQuantity: z.int().optional(),
  price: Amount.optional(),
})
const SkuChange = z.strictObject({
  sku: z.string().optional(),
  shipToLocationAvailability: z.strictObject({ quantity: z.int() }).optional(),
  offers: z.array(OfferChange).optional(),
})
export const BulkPriceBody = z.strictObject({ requests: z.array(SkuChange) })
type BulkPriceBody = z.infer<typeof BulkPriceBody>

type Outcome = {
  offerId?: string
  sku?: string | undefined
  statusCode: number
  errors: RestProblem[]
  warnings: RestProblem[]
}

/** `bulk_update_price_quantity`: each offer for itself, 207 as soon as one is refused. Throws when the call itself is. */
export function bulkUpdatePrices(
  { state, clock }: { state: EbayState; clock: Clock },
  sellerId: string,
  body: BulkPriceBody,
): { status: 200 | 207; responses: Outcome[] } {
  checkCall(state, sellerId, body)
  const responses = body.requests.flatMap(({ sku, shipToLocationAvailability, offers = [] }) => {
    const outcomes: Outcome[] = []
    if (shipToLocationAvailability) {
      const { quantity } = shipToLocationAvailability
      outcomes.push(
        outcomeOf({ sku }, () => {
          const item = sku === undefined ? undefined : findItem(state, sellerId, sku)
          if (!item) throw refuseInventory(404, 25702, `${sku} could not be found or is not available in the system.`)
          if (quantity < 0) throw invalidField('quantity')
          item.quantity = quantity
        }),
      )
    }
    for (const change of offers) {
      const offer = findOffer(state, sellerId, change.offerId)
      outcomes.push(
        outcomeOf({ offerId: change.offerId, sku: offer?.sku ?? sku }, () => {
          if (!offer) throw unavailable(change.offerId)
          if (sku !== undefined && sku !== offer.sku)
            throw refuseInventory(400, 25002, 'Any User error.', `Offer ${change.offerId} is not of SKU ${sku}.`)
          if (!change.price && change.availableQuantity === undefined) throw invalidField('price')
          if (change.availableQuantity !== undefined && change.availableQuantity < 0)
            throw invalidField('availableQuantity')
          const price = change.price ? priceOf(change.price, offer.marketplace_id) : undefined
          const listing = listingOf(state, offer)
          if (listing) {
            checkRevisable(state, listing, clock.now())
            if (price !== undefined) checkPriceRevisable(state, listing, clock.now())
            revise(state, listing, { price_cents: price, quantity: change.availableQuantity }, 'inventory', clock)
          }
          offer.price_cents = price ?? offer.price_cents
          offer.available_quantity = change.availableQuantity ?? offer.available_quantity
        }),
      )
    }
    return outcomes
  })
  return { status: responses.some(({ statusCode }) => statusCode !== 200) ? 207 : 200, responses }
}

function checkCall(state: EbayState, sellerId: string, { requests }: BulkPriceBody): void {
  const offers = requests.flatMap(({ offers = [] }) => offers)
  if (requests.length === 0 || requests.some((one) => !one.offers?.length && !one.shipToLocationAvailability))
    throw invalidField('requests')
  if (offers.length > OFFERS_PER_CALL || requests.length > OFFERS_PER_CALL)
    throw refuseInventory(400, 25709, 'Invalid value for offers.', `At most ${OFFERS_PER_CALL} in one call.`)
  if (new Set(offers.map(({ offerId }) => offerId)).size < offers.length)
    throw refuseInventory(400, 25002, 'Any User error.', 'The same offerId stands in the request twice.')
  if (requests.some(({ sku, shipToLocationAvailability }) => shipToLocationAvailability && !sku))
    throw invalidField('sku')
  const skus = new Set(
    requests.flatMap(({ sku, offers = [] }) => {
      const ofOffers = offers.flatMap(({ offerId }) => findOffer(state, sellerId, offerId)?.sku ?? [])
      return sku === undefined ? ofOffers : [sku, ...ofOffers]
    }),
  )
  if (requests.length > state.max_skus_per_call || skus.size > state.max_skus_per_call)
    throw refuseInventory(400, 25002, 'Any User error.', `Only ${state.max_skus_per_call} SKU can be updated per call.`)
}

function outcomeOf(about: Pick<Outcome, 'offerId' | 'sku'>, work: () => void): Outcome {
  try {
    work()
    return { ...about, statusCode: 200, errors: [], warnings: [] }
  } catch (error) {
    if (!(error instanceof RestRefusal)) throw error
    return { ...about, statusCode: error.status, errors: [error.problem], warnings: [] }
  }
}
