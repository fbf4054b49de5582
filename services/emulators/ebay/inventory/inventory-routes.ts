import { Hono } from 'hono'
import { z } from 'zod'
import type { EmulatorBindings, EmulatorContext } from '../../frame/create-emulator.ts'
import { isStaleRead } from '../faults.ts'
import { scopes } from '../oauth/scopes.ts'
import { pageOf } from '../pages.ts'
import { hasReachedSellingLimit } from '../prices/price-refusals.ts'
import { checkContentLanguage, inventoryCall, jsonBody, type RestContext } from '../rest-call.ts'
import { RestRefusal, refuseInventory } from '../rest-error.ts'
import { endListing, offersOf, removeOffer } from '../shop.ts'
import { type EbayState, shopOf } from '../state.ts'
import { BulkPriceBody, bulkUpdatePrices } from './bulk-prices.ts'
import { checkPublishable } from './check-publishable.ts'
import {
  checkReadable,
  checkSku,
  deleteItem,
  findItem,
  InventoryItemBody,
  invalidSku,
  inventoryItemObject,
  notFound,
  putItem,
} from './inventory-items.ts'
import {
  CreateOfferBody,
  createOffer,
  findOffer,
  listingOf,
  offerObject,
  sellingLimitExceeded,
  UpdateOfferBody,
  unavailable,
  updateOffer,
} from './offers.ts'
import { makeListing } from './publish.ts'

const BASE = '/sell/inventory/v1'
const READ = [scopes.inventory, scopes.inventoryReadonly]
const WRITE = [scopes.inventory]
const ITEMS_PER_BULK_GET = 25
const BulkGetBody = z.strictObject({ requests: z.array(z.strictObject({ sku: z.string() })) })

/** The Inventory API: items and offers. */
export function inventoryRoutes(context: EmulatorContext<EbayState>): Hono<EmulatorBindings> {
  const { clock, store } = context
  const app = new Hono<EmulatorBindings>().basePath(`/api${BASE}`)
  const read = (work: Parameters<typeof inventoryCall>[2]) => inventoryCall(context, READ, work)
  const write = (work: Parameters<typeof inventoryCall>[2]) =>
    inventoryCall(context, WRITE, async (c, sellerId) => {
      const answer = await work(c, sellerId)
      await store.save()
      return answer
    })
  const skuOf = (c: RestContext) => c.req.param('sku') ?? ''
  const knownOffer = (c: RestContext, sellerId: string) => {
    const id = c.req.param('id') ?? ''
    const offer = findOffer(store.state, sellerId, id)
    if (!offer) throw unavailable(id)
    return offer
  }

  app.get(
    '/inventory_item',
    read((c, sellerId) => {
      const { items, ...page } = pageOf(Object.values(shopOf(store.state, sellerId).items), c.req.query(), {
        path: `${BASE}/inventory_item`,
        defaultLimit: 25,
        maxLimit: 200,
      })
      checkReadable(items)
      return c.json({
        ...page,
        size: Math.ceil(page.total / page.limit),
        inventoryItems: items.map(inventoryItemObject),
      })
    }),
  )
  app.get(
    '/inventory_item/:sku',
    read((c, sellerId) => {
      const item = findItem(store.state, sellerId, skuOf(c))
      if (!item) throw new RestRefusal(404, notFound())
      checkReadable([item])
      return c.json(inventoryItemObject(item))
    }),
  )
  app.post(
    '/bulk_get_inventory_item',
    read(async (c, sellerId) => {
      const { requests } = await jsonBody(c, BulkGetBody)
      if (requests.length > ITEMS_PER_BULK_GET)
        throw refuseInventory(
          400,
          25727,
          'The number of InventoryItems in the request cannot exceed',
          `${ITEMS_PER_BULK_GET}.`,
        )
      if (new Set(requests.map(({ sku }) => sku)).size < requests.length)
        throw refuseInventory(400, 25734, 'SKU should be unique in the request.')
      const responses = requests.map(({ sku }) => {
        const item = findItem(store.state, sellerId, sku)
        if (item?.is_unreadable) return { sku, statusCode: 400, errors: [invalidSku().problem], warnings: [] }
        return item
          ? { sku, statusCode: 200, inventoryItem: inventoryItemObject(item), errors: [], warnings: [] }
          : { sku, statusCode: 404, errors: [notFound()], warnings: [] }
      })
      return c.json({ responses }, responses.every(({ statusCode }) => statusCode === 200) ? 200 : 207)
    }),
  )
  app.put(
    '/inventory_item/:sku',
    write(async (c, sellerId) => {
      const language = checkContentLanguage(c)
      const body = await jsonBody(c, InventoryItemBody)
      const isNew = putItem({ state: store.state, clock }, sellerId, skuOf(c), language, body)
      return isNew ? c.json({ warnings: [] }, 201) : c.body(null, 204)
    }),
  )
  app.delete(
    '/inventory_item/:sku',
    write((c, sellerId) => {
      if (!deleteItem(store.state, sellerId, skuOf(c), clock.now())) throw new RestRefusal(404, notFound())
      return c.body(null, 204)
    }),
  )
  app.post(
    '/bulk_update_price_quantity',
    write(async (c, sellerId) => {
      checkContentLanguage(c)
      const body = await jsonBody(c, BulkPriceBody)
      const { status, responses } = bulkUpdatePrices({ state: store.state, clock }, sellerId, body)
      return c.json({ responses }, status)
    }),
  )

  app.get(
    '/offer',
    read((c, sellerId) => {
      const sku = c.req.query('sku') ?? ''
      checkSku(sku)
      checkReadable([findItem(store.state, sellerId, sku)])
      const wanted = { marketplace_id: c.req.query('marketplace_id'), format: c.req.query('format') }
      const offers = offersOf(shopOf(store.state, sellerId), sku).filter(
        ({ marketplace_id, format }) =>
          (wanted.marketplace_id === undefined || wanted.marketplace_id === marketplace_id) &&
          (wanted.format === undefined || wanted.format === format),
      )
      if (offers.length === 0) throw unavailable(sku)
      const { items, ...page } = pageOf(offers, c.req.query(), {
        path: `${BASE}/offer`,
        defaultLimit: 100,
        maxLimit: 100,
      })
      const isStale = isStaleRead(c.req.raw)
      return c.json({
        ...page,
        size: items.length,
        offers: items.map((offer) => offerObject(store.state, offer, clock.now(), isStale)),
      })
    }),
  )
  app.get(
    '/offer/:id',
    read((c, sellerId) => {
      const offer = knownOffer(c, sellerId)
      return c.json(offerObject(store.state, offer, clock.now(), isStaleRead(c.req.raw)))
    }),
  )
  app.post(
    '/offer',
    write(async (c, sellerId) => {
      checkContentLanguage(c)
      const offer = createOffer(store.state, sellerId, await jsonBody(c, CreateOfferBody))
      return c.json({ offerId: offer.offer_id }, 201)
    }),
  )
  app.put(
    '/offer/:id',
    write(async (c, sellerId) => {
      checkContentLanguage(c)
      const offer = knownOffer(c, sellerId)
      updateOffer(store.state, offer, await jsonBody(c, UpdateOfferBody), clock)
      return c.json({ offerId: offer.offer_id, warnings: [] })
    }),
  )
  app.delete(
    '/offer/:id',
    write((c, sellerId) => {
      const offer = knownOffer(c, sellerId)
      const listing = listingOf(store.state, offer)
      if (listing) endListing(store.state, listing, clock.now())
      removeOffer(shopOf(store.state, sellerId), offer)
      return c.body(null, 204)
    }),
  )
  app.post(
    '/offer/:id/publish',
    write((c, sellerId) => {
      const offer = knownOffer(c, sellerId)
      const item = findItem(store.state, sellerId, offer.sku)
      if (!item) throw refuseInventory(400, 25702, `${offer.sku} could not be found or is not available in the system.`)
      const live = listingOf(store.state, offer)
      if (live?.status === 'active') return c.json({ listingId: live.item_id, warnings: [] })
      checkPublishable(offer, item)
      if (hasReachedSellingLimit(store.state, sellerId)) throw sellingLimitExceeded()
      return c.json({ listingId: makeListing(store.state, offer, item, clock.now()).item_id, warnings: [] })
    }),
  )
  app.post(
    '/offer/:id/withdraw',
    write((c, sellerId) => {
      const offer = knownOffer(c, sellerId)
      const listing = listingOf(store.state, offer)
      if (!listing) throw refuseInventory(400, 25002, 'Any User error.', 'The offer is not published.')
      endListing(store.state, listing, clock.now())
      offer.is_published = false
      return c.json({ listingId: listing.item_id })
    }),
  )
  return app
}
