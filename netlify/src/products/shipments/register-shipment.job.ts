import { z } from 'zod'
import { defineJob, JobError } from '../../jobs/define-job.ts'
import { log } from '../../log.ts'
import { type AfterShip, openAfterShip, type ShipmentNews } from '../../providers/aftership/index.ts'
import { ProviderError } from '../../providers/errors.ts'
import { beginRegistration, failRegistration, type Registration, recordTracking } from './shipments.repo.ts'

/**
 * Registers a shipment with AfterShip, or reads it when it is registered. May run twice: the intent to send a number is
 * stored first, and a number that may have been sent is looked up instead of being sent again.
 */
export const registerShipment = defineJob({
  kind: 'shipments.register',
  payload: z.object({ shipment_id: z.uuid() }),
  async run({ payload, db, signal }) {
    const aftership = openAfterShip()
    if (!aftership) return failRegistration(db, payload.shipment_id, 'not_configured')
    const shipment = await beginRegistration(db, payload.shipment_id)
    if (!shipment) return
    try {
      await recordTracking(db, await askAbout(shipment, aftership, signal), shipment.id)
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error
      if (error.outcome === 'try_later') throw waitingError(error)
      log.warn('shipment.refused', { id: shipment.id, outcome: error.outcome, code: error.code })
      const reason = error.outcome === 'rejected' ? error.code : error.outcome
      await failRegistration(db, shipment.id, reason, error.outcome === 'gone')
    }
  },
})

async function askAbout(shipment: Registration, aftership: AfterShip, signal: AbortSignal): Promise<ShipmentNews> {
  const { tracking_number: trackingNumber, carrier_slug: carrierSlug, title, asin } = shipment
  if (shipment.aftership_id !== null) return aftership.get(shipment.aftership_id, signal)
  const known = shipment.was_asked ? await aftership.find(trackingNumber, carrierSlug, signal) : null
  return known ?? aftership.create({ trackingNumber, carrierSlug, title, orderId: asin }, signal)
}

/** A failure that the queue tries again, after the vendor's own wait if it named one. */
export const waitingError = (error: ProviderError): JobError =>
  new JobError('try_later', error.message, {
    ...(error.retryAfterSeconds !== undefined && { retryAfterSeconds: error.retryAfterSeconds }),
    cause: error,
  })
