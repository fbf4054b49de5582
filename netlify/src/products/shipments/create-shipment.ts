import type { CreateShipment, Shipment } from '#core/products/shipments/contract.ts'
import type { UserContext } from '../../context.ts'
import { wakeJobs } from '../../jobs/wake-jobs.ts'
import { getProduct } from '../products.repo.ts'
import { getShipment, insertShipment } from './shipments.repo.ts'

/** Adds a shipment to a product. The shipment is saved first; the insert requests the job that registers it. */
export async function createShipment(ctx: UserContext, shipment: CreateShipment): Promise<Shipment> {
  await getProduct(ctx.db, shipment.product_id)
  const id = await insertShipment(ctx.db, shipment)
  wakeJobs(ctx)
  return getShipment(ctx.db, id)
}
