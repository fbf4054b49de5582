import type { Config } from '@netlify/functions'
import { shipmentsContract } from '#core/products/shipments/contract.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'
import { createShipment } from '../src/products/shipments/create-shipment.ts'
import { listShipments } from '../src/products/shipments/shipments.repo.ts'

export default oneAddress(
  endpoint(shipmentsContract.list, ({ ctx, query }) => listShipments(ctx.db, query)),
  endpoint(shipmentsContract.create, ({ ctx, body }) => createShipment(ctx, body)),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/shipments', method: ['GET', 'POST'] }
