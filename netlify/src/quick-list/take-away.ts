import { ProviderError } from '../providers/errors.ts'
import { noteStep } from './attempts.repo.ts'
import { type Going, isLive } from './going.ts'

/**
 * Removes what this attempt made, and nothing else: the offer with the stored id, then the item if no other offer has
 * that SKU. What cannot be removed is stored as `left`. Throws `ProviderError` when eBay gave no usable answer; then
 * this may be called again.
 */
export async function takeAway(going: Going): Promise<void> {
  if (going.attempt.steps.offer.state === 'done' && !(await takeAwayOffer(going))) return
  if (going.attempt.steps.item.state === 'done') await takeAwayItem(going)
}

async function takeAwayOffer({ serviceDb, attempt, session, beat }: Going): Promise<boolean> {
  const offerId = attempt.offer_id ?? ''
  const offer = await session
    .use((seller) => seller.getOffer(offerId))
    .catch((error: unknown) => {
      if (error instanceof ProviderError && error.outcome === 'gone') return null
      throw error
    })
  if (offer && isLive(offer)) {
    const message = 'The offer is on sale: it was published on eBay. It was left unchanged.'
    await noteStep(serviceDb, attempt, 'offer', { state: 'left', message })
    await noteStep(serviceDb, attempt, 'item', { state: 'left', message: 'It belongs to a listing that is on sale.' })
    return false
  }
  if (offer) {
    await beat()
    const said = await session.use((seller) => seller.deleteOffer(offerId))
    if (said.outcome === 'refused') {
      await noteStep(serviceDb, attempt, 'offer', { state: 'left', message: said.message })
      return true
    }
  }
  await noteStep(serviceDb, attempt, 'offer', { state: 'removed' })
  return true
}

// Deleting an item ends every offer of its SKU, so the job checks for offers first.
async function takeAwayItem({ serviceDb, attempt, session, beat }: Going): Promise<void> {
  const offers = await session.use((seller) => seller.getOffers(attempt.sku))
  if (offers.length > 0) {
    const message = 'eBay has an offer for this SKU, so its item was kept.'
    return noteStep(serviceDb, attempt, 'item', { state: 'left', message })
  }
  await beat()
  const said = await session.use((seller) => seller.deleteInventoryItem(attempt.sku))
  if (said.outcome === 'done') return noteStep(serviceDb, attempt, 'item', { state: 'removed' })
  return noteStep(serviceDb, attempt, 'item', { state: 'left', message: said.message })
}
