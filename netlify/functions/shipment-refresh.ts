import type { Config } from '@netlify/functions'
import { shipmentsContract } from '#core/products/shipments/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { refreshShipment } from '../src/products/shipments/refresh-shipment.ts'

export default endpoint(shipmentsContract.refresh, ({ ctx, params }) => refreshShipment(ctx, params.id))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/shipments/:id/refresh', method: 'POST' }
