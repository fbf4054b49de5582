import {
  FULFILLMENT_POLICY,
  FULFILLMENT_POLICY_CALCULATED,
  LOCATION_KEY,
  PAYMENT_POLICY,
  RETURN_POLICY,
  RETURN_POLICY_NONE,
} from '../accounts.ts'
import { type Aspect, findCategory } from '../categories.ts'
import { MINIMUM_PRICE_CENTS } from '../money.ts'
import { RestRefusal, refuseInventory } from '../rest-error.ts'
import type { InventoryItem, Offer } from '../state.ts'
import { conditionIdOf } from './publish.ts'

const LISTING = 'The eBay listing associated with the inventory item, or the unpublished offer has'

/** Throws the first thing an offer still lacks to become a listing. */
export function checkPublishable(offer: Offer, item: InventoryItem): void {
  const { product, condition } = item
  const category = offer.category_id === null ? undefined : findCategory(offer.category_id)
  if (!category)
    throw refuseInventory(400, 25005, `${LISTING} an invalid category ID.`, offer.category_id ?? 'It has none.')
  if (!product.title) throw missing('Title')
  if (!product.imageUrls?.length)
    throw refuseInventory(400, 25014, `${LISTING} invalid pictures.`, 'Add at least 1 photo.')
  if (!offer.listing_description && !product.description) throw missing('Description')
  if (offer.price_cents === null || offer.price_cents < MINIMUM_PRICE_CENTS)
    throw refuseInventory(400, 25003, `${LISTING} an invalid price.`, 'Enter a price of 0.99 or more.')
  if ((offer.available_quantity ?? item.quantity ?? 0) < 1)
    throw refuseInventory(400, 25004, `${LISTING} an invalid quantity.`, 'Enter a quantity of 1 or more.')
  const conditionId = condition === null ? undefined : conditionIdOf(condition)
  if (conditionId === undefined || !category.conditions.includes(conditionId))
    throw refuseInventory(
      400,
      25021,
      `${LISTING} invalid item condition information.`,
      `The condition ${condition ?? '(none)'} is not allowed in category ${category.id}.`,
    )
  for (const aspect of category.aspects) checkAspect(aspect, aspectValues(aspect.name, item))
  checkId(offer.fulfillment_policy_id, [FULFILLMENT_POLICY, FULFILLMENT_POLICY_CALCULATED], 25007, 'Fulfillment')
  checkId(offer.payment_policy_id, [PAYMENT_POLICY], 25008, 'Payment')
  checkId(offer.return_policy_id, [RETURN_POLICY, RETURN_POLICY_NONE], 25009, 'Return')
  if (offer.merchant_location_key !== LOCATION_KEY)
    throw refuseInventory(400, 25012, 'Invalid inventory location.', offer.merchant_location_key ?? 'It has none.')
}

/** `brand` and `mpn` stand for the aspects of those names. */
function aspectValues(name: string, { product }: InventoryItem): string[] {
  const given = product.aspects?.[name]
  if (given) return given
  if (name === 'Brand' && product.brand) return [product.brand]
  return name === 'MPN' && product.mpn ? [product.mpn] : []
}

function checkAspect({ name, required, selection_only, many, values }: Aspect, given: string[]): void {
  if (given.length === 0) {
    if (required) throw missing(name)
    return
  }
  const isWrong = (selection_only && given.some((value) => !values.includes(value))) || (!many && given.length > 1)
  if (isWrong)
    throw refuseInventory(
      400,
      25002,
      'A user error has occurred.',
      `The value ${given.join(', ')} is not valid for the item specific ${name}.`,
    )
}

function checkId(id: string | null, known: readonly string[], errorId: number, name: string): void {
  if (id === null || !known.includes(id))
    throw refuseInventory(
      400,
      errorId,
      `${LISTING} invalid data in the associated ${name} policy.`,
      id ?? 'It has none.',
    )
}

const missing = (name: string) =>
  new RestRefusal(400, {
    errorId: 25002,
    domain: 'API_INVENTORY',
    subdomain: 'Selling',
    category: 'REQUEST',
    message: `A user error has occurred. The item specific ${name} is missing. Add ${name} to this listing, enter a valid value, and then try again.`,
    parameters: [{ name: '2', value: name }],
  })
