import { z } from 'zod'
import { QuotaError, settleUnits, spendUnits } from '../../connections/quotas.ts'
import type { Db } from '../../db/user-client.ts'
import { defineJob, JobError } from '../../jobs/define-job.ts'
import { log } from '../../log.ts'
import { type AfterShip, openAfterShip, type ShipmentNews } from '../../providers/aftership/index.ts'
import { ProviderError } from '../../providers/errors.ts'
import { beginRegistration, failRegistration, type Registration, recordTracking } from './shipments.repo.ts'

/**
 * Registers a shipment with AfterShip, or reads it when it is registered. May run twice: the intent to send a number is
 * stored first, and a number that may have been sent is looked up instead of being sent again. A new number takes one
 * of the workspace's trackings; without one left, the registration fails with that reason until there is.
 */
export const registerShipment = defineJob({
  kind: 'shipments.register',
  payload: z.object({ shipment_id: z.uuid() }),
  async run({ payload, workspaceId, db, signal }) {
    const aftership = openAfterShip()
    if (!aftership) return failRegistration(db, payload.shipment_id, 'not_configured')
    const shipment = await beginRegistration(db, payload.shipment_id)
    if (!shipment || workspaceId === null) return
    try {
      await recordTracking(db, await askAbout({ db, workspaceId, shipment, aftership, signal }), shipment.id)
    } catch (error) {
      if (error instanceof QuotaError) return failRegistration(db, shipment.id, error.code)
      if (!(error instanceof ProviderError)) throw error
      if (error.outcome === 'try_later') throw waitingError(error)
      log.warn('shipment.refused', { id: shipment.id, outcome: error.outcome, code: error.code })
      const reason = error.outcome === 'rejected' ? error.code : error.outcome
      await failRegistration(db, shipment.id, reason, error.outcome === 'gone')
    }
  },
})

type Asking = { db: Db; workspaceId: string; shipment: Registration; aftership: AfterShip; signal: AbortSignal }

async function askAbout({ db, workspaceId, shipment, aftership, signal }: Asking): Promise<ShipmentNews> {
  const { tracking_number: trackingNumber, carrier_slug: carrierSlug, title, asin } = shipment
  if (shipment.aftership_id !== null) return aftership.get(shipment.aftership_id, signal)
  const known = shipment.was_asked ? await aftership.find(trackingNumber, carrierSlug, signal) : null
  const work = { workspaceId, vendor: 'aftership' } as const
  const key = `register:${shipment.id}`
  if (known) {
    // An earlier attempt may have taken the unit for it.
    await settleUnits(db, work, { keys: [key], units: 1 })
    return known
  }
  const order = { trackingNumber, carrierSlug, title, orderId: asin }
  return (await spendUnits(db, work, { key, units: 1 }, () => aftership.create(order, signal))).news
}

/** A failure that the queue tries again, after the vendor's own wait if it named one. */
export const waitingError = (error: ProviderError): JobError =>
  new JobError('try_later', error.message, {
    ...(error.retryAfterSeconds !== undefined && { retryAfterSeconds: error.retryAfterSeconds }),
    cause: error,
  })
