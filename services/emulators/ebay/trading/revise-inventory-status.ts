import type { Clock } from '../../frame/clock.ts'
import { centsToText, MINIMUM_PRICE_CENTS, textToCents } from '../money.ts'
import { hasReachedSellingLimit, takePriceRefusal } from '../prices/price-refusals.ts'
import { findListing, REVISIONS_PER_DAY, revise, revisionsToday } from '../shop.ts'
import type { EbayState, Listing, Variation } from '../state.ts'
import { type Ack, amount, element, refuseTrading, type TradingProblem, TradingRefusal } from './trading-answer.ts'
import { child, children, namesOf, rawTextOf, textOf, type XmlNode } from './trading-request.ts'

const ITEMS_PER_CALL = 4
const FIELDS = new Set(['ItemID', 'SKU', 'StartPrice', 'Quantity'])

type Result = { ack: Ack; problems: TradingProblem[]; content: string }
type Change = {
  listing: Listing
  variation: Variation | undefined
  price_cents: number | undefined
  quantity: number | undefined
}

/** One to four listings, each for itself. Throws when the call as a whole is refused. */
export function reviseInventoryStatus(
  { state, clock }: { state: EbayState; clock: Clock },
  sellerId: string,
  request: XmlNode,
): Result {
  const wanted = children(request, 'InventoryStatus')
  if (wanted.length < 1 || wanted.length > ITEMS_PER_CALL)
    throw refuseTrading('21916635', `Between 1 and ${ITEMS_PER_CALL} InventoryStatus are needed.`, [
      String(wanted.length),
    ])
  const keys = wanted.map((one) => `${textOf(one, 'ItemID')} ${textOf(one, 'SKU')}`)
  if (new Set(keys).size < keys.length)
    throw refuseTrading('21916636', 'The same item stands in the request twice.', keys.slice(0, 1))
  // The account is refused, not one of its listings: no item id stands in the answer.
  if (hasReachedSellingLimit(state, sellerId) && wanted.some((one) => child(one, 'StartPrice') !== undefined))
    throw refuseTrading('21919188', 'This listing would cause you to exceed the amount ($3,500.00) you can list.', [
      '$3,500.00',
    ])
  const problems: TradingProblem[] = []
  const echoes: string[] = []
  const fees: string[] = []
  for (const one of wanted) {
    try {
      const change = readChange(state, sellerId, one, clock.now())
      revise(state, change.listing, change, 'trading', clock)
      echoes.push(echo(change))
      fees.push(feesOf(change.listing))
    } catch (error) {
      if (!(error instanceof TradingRefusal)) throw error
      problems.push(error.problem)
    }
  }
  const content = echoes.join('') + fees.join('')
  if (problems.length > 0) return { ack: echoes.length > 0 ? 'PartialFailure' : 'Failure', problems, content }
  if (!state.trading_warns) return { ack: 'Success', problems, content }
  const warning: TradingProblem = {
    code: '21917092',
    short: 'Funds from your sales may be unavailable and show as pending in your account for a period of time.',
    severity: 'Warning',
  }
  return { ack: 'Warning', problems: [warning], content }
}

/** Which listing and to what. Throws the refusal of this one, with its item id as the first parameter. */
function readChange(state: EbayState, sellerId: string, node: XmlNode, nowMs: number): Change {
  const itemId = textOf(node, 'ItemID') ?? ''
  const sku = rawTextOf(node, 'SKU')
  const refuse = (code: string, short: string) => refuseTrading(code, short, [itemId])
  const strange = namesOf(node).find((name) => !FIELDS.has(name))
  if (strange !== undefined) throw refuse('5', `XML Parse error: ${strange} is not known here.`)
  const listing = findListing(state, sellerId, itemId)
  if (!listing) throw refuse('17', 'Item cannot be accessed: it has been deleted, or you are not the seller.')
  if (listing.status === 'ended') throw refuse('291', 'Auction ended. You are not allowed to revise ended listings.')
  if (listing.format !== 'fixed_price')
    throw refuse('21916664', 'Only fixed-price listings can be revised by this call.')
  if (listing.offer_id !== null)
    throw refuse(
      '21919474',
      'Inventory-based listing management is not currently supported by this tool. Please refer to the tool used to create this listing.',
    )
  const variation = listing.variations.find((one) => one.sku === sku)
  if (listing.variations.length > 0 && !variation)
    throw refuse('21916608', 'Variation cannot be found: ItemID and the SKU of the variation are needed.')
  if (listing.variations.length === 0 && sku !== undefined && sku !== listing.sku)
    throw refuse('21916270', 'The SKU does not match the item.')
  const change = { listing, variation, ...amounts(node, listing, refuse) }
  if (revisionsToday(state, listing, nowMs) >= REVISIONS_PER_DAY)
    throw refuse('21919165', `The number of revisions allowed on this item per day (${REVISIONS_PER_DAY}) is used up.`)
  const refusal = change.price_cents === undefined ? null : takePriceRefusal(listing, nowMs)
  if (refusal) throw refuse(refusal.trading, refusal.message)
  return change
}

function amounts(node: XmlNode, { currency }: Listing, refuse: (code: string, short: string) => TradingRefusal) {
  const priceText = textOf(node, 'StartPrice')
  const quantityText = textOf(node, 'Quantity')
  if (priceText === undefined && quantityText === undefined)
    throw refuse('21916619', 'A StartPrice or a Quantity is needed.')
  const price = priceText === undefined ? undefined : textToCents(priceText)
  if (price === null || (price !== undefined && price < MINIMUM_PRICE_CENTS)) throw refuse('73', 'Invalid price.')
  const named = textOf(child(node, 'StartPrice'), '@currencyID')
  if (named !== undefined && named !== currency)
    throw refuse('21916260', 'The currency does not match that of the listing.')
  if (quantityText !== undefined && !/^\d{1,6}$/.test(quantityText))
    throw refuse('515', 'The quantity must be a valid number.')
  return { price_cents: price, quantity: quantityText === undefined ? undefined : Number(quantityText) }
}

function echo({ listing, variation }: Change): string {
  const { sku, price_cents, quantity_available } = variation ?? listing
  return `<InventoryStatus>${element('SKU', sku)}${element('ItemID', listing.item_id)}${amount('StartPrice', price_cents, listing.currency)}${element('Quantity', quantity_available)}</InventoryStatus>`
}

const feesOf = ({ item_id, currency }: Listing): string =>
  `<Fees>${element('ItemID', item_id)}<Fee>${element('Name', 'ListingFee')}<Fee currencyID="${currency}">${centsToText(0)}</Fee></Fee></Fees>`
