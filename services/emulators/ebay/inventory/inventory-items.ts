import { z } from 'zod'
import type { Clock } from '../../frame/clock.ts'
import { invalidField, inventoryProblem, type RestProblem, refuseInventory } from '../rest-error.ts'
import { endListing, offersOf, removeOffer, revise } from '../shop.ts'
import { type EbayState, type InventoryItem, shopOf } from '../state.ts'
import { conditionIdOf } from './publish.ts'

const TITLE_LENGTH = 80
const ASPECT_LENGTH = 65
const IMAGES = 12
const SKU_LENGTH = 50

const Texts = z.array(z.string())

export const InventoryItemBody = z.strictObject({
  sku: z.string().optional(),
  locale: z.string().optional(),
  condition: z.string().optional(),
  conditionDescription: z.string().optional(),
  availability: z
    .strictObject({
      shipToLocationAvailability: z
        .strictObject({ quantity: z.int().optional(), availabilityDistributions: z.array(z.unknown()).optional() })
        .optional(),
      pickupAtLocationAvailability: z.array(z.unknown()).optional(),
    })
    .optional(),
  product: z
    .strictObject({
      title: z.string().optional(),
      subtitle: z.string().optional(),
      description: z.string().optional(),
      aspects: z.record(z.string(), Texts).optional(),
      imageUrls: Texts.optional(),
      brand: z.string().optional(),
      mpn: z.string().optional(),
      upc: Texts.optional(),
      ean: Texts.optional(),
      isbn: Texts.optional(),
      epid: z.string().optional(),
      videoIds: Texts.optional(),
    })
    .optional(),
  packageWeightAndSize: z.unknown().optional(),
})
type InventoryItemBody = z.infer<typeof InventoryItemBody>

/** An item as `GET /inventory_item` gives it. */
export function inventoryItemObject({
  sku,
  locale,
  condition,
  condition_description,
  quantity,
  product,
}: InventoryItem) {
  return {
    sku,
    locale,
    product,
    ...(condition !== null && { condition }),
    ...(condition_description !== null && { conditionDescription: condition_description }),
    availability: { shipToLocationAvailability: { quantity: quantity ?? 0 } },
  }
}

export const notFound = (): RestProblem =>
  inventoryProblem(25710, "We didn't find the resource/entity you are requesting. Please verify the request")

export function findItem(state: EbayState, sellerId: string, sku: string): InventoryItem | undefined {
  const { items } = shopOf(state, sellerId)
  return Object.hasOwn(items, sku) ? items[sku] : undefined
}

export const invalidSku = () =>
  refuseInventory(
    400,
    25707,
    'This is an invalid value for a SKU. Only alphanumeric characters can be used for SKUs, and their length must not exceed 50 characters.',
  )

/** Spaces around a SKU are part of it. */
export function checkSku(sku: string): void {
  if (sku.trim() === '' || sku.length > SKU_LENGTH) throw invalidSku()
}

/** Throws when one of the items is unreadable: eBay then shows none of them. */
export function checkReadable(items: readonly (InventoryItem | undefined)[]): void {
  if (items.some((item) => item?.is_unreadable)) throw invalidSku()
}

/**
 * Creates the item or replaces all of it; what is live changes with it. Returns whether it is new; throws what the API
 * refuses.
 */
export function putItem(
  { state, clock }: { state: EbayState; clock: Clock },
  sellerId: string,
  sku: string,
  language: string,
  body: InventoryItemBody,
): boolean {
  checkSku(sku)
  const { condition, product = {}, availability } = body
  const quantity = availability?.shipToLocationAvailability?.quantity ?? null
  if (body.sku !== undefined && body.sku !== sku) throw invalidField('sku')
  if (condition !== undefined && conditionIdOf(condition) === undefined) throw invalidField('condition')
  if (quantity !== null && quantity < 0) throw invalidField('quantity')
  if (product.title !== undefined && (product.title.length > TITLE_LENGTH || product.title.trim() === ''))
    throw invalidField('title')
  checkImages(product.imageUrls ?? [])
  for (const [name, values] of Object.entries(product.aspects ?? {})) {
    if (
      name.length > ASPECT_LENGTH ||
      values.length === 0 ||
      values.some((value) => value === '' || value.length > ASPECT_LENGTH)
    )
      throw refuseInventory(
        400,
        25601,
        `${name} is an invalid attribute.`,
        `Values have 1 to ${ASPECT_LENGTH} characters.`,
      )
  }
  const shop = shopOf(state, sellerId)
  const isNew = findItem(state, sellerId, sku) === undefined
  shop.items[sku] = {
    sku,
    locale: language.replace('-', '_'),
    condition: condition ?? null,
    condition_description: body.conditionDescription ?? null,
    quantity,
    is_unreadable: false,
    product,
  }
  for (const offer of offersOf(shop, sku)) {
    const listing = offer.is_published && offer.item_id !== null ? shop.listings[offer.item_id] : undefined
    if (!listing || listing.status === 'ended') continue
    listing.title = product.title ?? listing.title
    listing.picture_url = product.imageUrls?.[0] ?? listing.picture_url
    if (quantity !== null) revise(state, listing, { quantity }, 'inventory', clock)
  }
  return isNew
}

/** Everything of that SKU goes: the item, its offers and the listings behind them. False when there is none. */
export function deleteItem(state: EbayState, sellerId: string, sku: string, nowMs: number): boolean {
  if (findItem(state, sellerId, sku) === undefined) return false
  const shop = shopOf(state, sellerId)
  for (const offer of offersOf(shop, sku)) {
    const listing = offer.item_id === null ? undefined : shop.listings[offer.item_id]
    if (listing) endListing(state, listing, nowMs)
    removeOffer(shop, offer)
  }
  delete shop.items[sku]
  return true
}

function checkImages(urls: readonly string[]): void {
  if (urls.length > IMAGES)
    throw refuseInventory(
      400,
      25014,
      'The eBay listing associated with the inventory item, or the unpublished offer has invalid pictures.',
      `At most ${IMAGES} pictures.`,
    )
  if (urls.some((url) => !URL.canParse(url) || new URL(url).protocol !== 'https:' || url.length > 500))
    throw refuseInventory(
      400,
      25015,
      'The eBay listing associated with the inventory item, or the unpublished offer has an invalid picture URL.',
      'Pictures are given by https addresses.',
    )
}
