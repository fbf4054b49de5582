import type { InventoryOffer } from '../providers/ebay/index.ts'
import { ProviderError } from '../providers/errors.ts'
import { noteStep } from './attempts.repo.ts'
import { type Going, isLive, refuse } from './going.ts'

/**
 * Continues with item, offer and publishing from the attempt's progress. Each step is checked on eBay first and stored
 * before and after its request. False when the attempt failed and was undone. Throws `ProviderError` when eBay gave no
 * usable answer; then this may be called again.
 */
export async function makeListing(going: Going): Promise<boolean> {
  return (await makeItem(going)) && (await makeOffer(going)) && (await publish(going))
}

async function makeItem(going: Going): Promise<boolean> {
  const { serviceDb, attempt, session } = going
  const { sku, plan } = attempt
  const state = attempt.steps.item.state
  if (state === 'done') return true
  const offers = await session.use((seller) => seller.getOffers(sku))
  if (offers.some(isLive)) {
    return refuse(going, 'item', 'sku_live', `${sku} is already on sale on eBay. That listing was left as it is.`)
  }
  const known = await session.use((seller) => seller.findInventoryItem(sku))
  if (state === 'doing' && known?.title === plan.item.title) {
    await noteStep(serviceDb, attempt, 'item', { state: 'done' })
    return true
  }
  if (known && !(state === 'waiting' && (await clearLeftovers(going, offers)))) {
    const message = `eBay has an item ${sku} already that quick list did not make. It was left unchanged. Use another prefix in the settings, or delete it on eBay.`
    return refuse(going, 'item', 'sku_taken', message)
  }
  await noteStep(serviceDb, attempt, 'item', { state: 'doing' })
  await going.beat()
  const said = await session.use((seller) => seller.putInventoryItem({ ...plan.item, sku }))
  if (said.outcome === 'refused') return refuse(going, 'item', said.code, said.message)
  await noteStep(serviceDb, attempt, 'item', { state: 'done' })
  return true
}

// What the attempt before made and could not remove; buyers cannot see it. False when something on eBay is not from
// that attempt.
async function clearLeftovers({ attempt, session, beat }: Going, offers: readonly InventoryOffer[]): Promise<boolean> {
  const { leftovers, sku } = attempt
  if (!leftovers) return false
  const isFromBefore = ({ offer_id }: InventoryOffer) =>
    leftovers.offer_id === null ? leftovers.has_offer && offers.length === 1 : offer_id === leftovers.offer_id
  if (!offers.every(isFromBefore)) return false
  await beat()
  for (const { offer_id } of offers) {
    if ((await session.use((seller) => seller.deleteOffer(offer_id))).outcome === 'refused') return false
  }
  return (await session.use((seller) => seller.deleteInventoryItem(sku))).outcome === 'done'
}

async function makeOffer(going: Going): Promise<boolean> {
  const { serviceDb, attempt, session } = going
  const { sku, plan } = attempt
  if (attempt.offer_id !== null) return true
  const found = await findOffer(going)
  if (found !== null && attempt.steps.offer.state === 'waiting')
    return refuse(going, 'offer', 'sku_taken', FOREIGN_OFFER)
  if (found !== null) return adopt(going, found)
  await noteStep(serviceDb, attempt, 'offer', { state: 'doing' })
  await going.beat()
  const said = await session.use((seller) => seller.createOffer({ ...plan.offer, sku }))
  if (said.outcome === 'done') {
    await noteStep(serviceDb, attempt, 'offer', { state: 'done', offer_id: said.offer_id })
    return true
  }
  // eBay refused because an offer exists: ours, when its answer was lost and eBay did not show it yet.
  const late = said.code === OFFER_EXISTS ? await findOffer(going) : null
  return late ? adopt(going, late) : refuse(going, 'offer', said.code, said.message)
}

const OFFER_EXISTS = '25002'
const FOREIGN_OFFER =
  'An offer for this SKU was created on eBay at the same moment. It was left unchanged, and so was the item it belongs to.'

async function findOffer({ attempt, session }: Going): Promise<InventoryOffer | null> {
  const offers = await session.use((seller) => seller.getOffers(attempt.sku))
  return offers.find(({ marketplace_id }) => marketplace_id === attempt.plan.offer.marketplace_id) ?? null
}

async function adopt(going: Going, offer: InventoryOffer): Promise<boolean> {
  const { price_cents, currency } = going.attempt.plan.offer
  const isOurs = !isLive(offer) && offer.price_cents === price_cents && offer.currency === currency
  if (!isOurs) return refuse(going, 'offer', 'sku_taken', FOREIGN_OFFER)
  await noteStep(going.serviceDb, going.attempt, 'offer', { state: 'done', offer_id: offer.offer_id })
  return true
}

async function publish(going: Going): Promise<boolean> {
  const { serviceDb, attempt, session } = going
  const offerId = attempt.offer_id ?? ''
  if (attempt.ebay_item_id !== null) return true
  if (attempt.steps.publish.state === 'doing' && (await isPublished(going, offerId))) return true
  await noteStep(serviceDb, attempt, 'publish', { state: 'doing' })
  await going.beat()
  const said = await session.use((seller) => seller.publishOffer(offerId))
  if (said.outcome === 'done') {
    await noteStep(serviceDb, attempt, 'publish', { state: 'done', ebay_item_id: said.ebay_item_id })
    return true
  }
  // A lost answer may have meant success, whatever eBay answers the second time.
  if (await isPublished(going, offerId)) return true
  return refuse(going, 'publish', said.code, said.message)
}

async function isPublished({ serviceDb, attempt, session }: Going, offerId: string): Promise<boolean> {
  const offer = await session.use((seller) => seller.getOffer(offerId)).catch(gone)
  if (!offer || !isLive(offer) || offer.ebay_item_id === null) return false
  await noteStep(serviceDb, attempt, 'publish', { state: 'done', ebay_item_id: offer.ebay_item_id })
  return true
}

function gone(error: unknown): null {
  if (error instanceof ProviderError && error.outcome === 'gone') return null
  throw error
}
