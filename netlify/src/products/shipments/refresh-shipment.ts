import type { Shipment } from '#core/products/shipments/contract.ts'
import type { UserContext } from '../../context.ts'
import { AppError } from '../../errors.ts'
import { wakeJobs } from '../../jobs/wake-jobs.ts'
import { openAfterShip } from '../../providers/aftership/index.ts'
import { getShipment, requestShipment, shipmentNotFound } from './shipments.repo.ts'

/** Requests a shipment's state from AfterShip now, or registers the shipment again when its registration failed. */
export async function refreshShipment(ctx: UserContext, id: string): Promise<Shipment> {
  await getShipment(ctx.db, id)
  if (!openAfterShip()) {
    throw new AppError(
      'provider_not_configured',
      "Shipment tracking isn't set up: the AfterShip API key is missing. Ask your administrator.",
    )
  }
  if (!(await requestShipment(ctx.db, id))) throw shipmentNotFound()
  wakeJobs(ctx)
  return getShipment(ctx.db, id)
}
