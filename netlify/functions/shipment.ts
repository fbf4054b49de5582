import type { Config } from '@netlify/functions'
import { shipmentsContract } from '#core/products/shipments/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { removeShipment } from '../src/products/shipments/remove-shipment.ts'

export default endpoint(shipmentsContract.remove, ({ ctx, params }) => removeShipment(ctx, params.id))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/shipments/:id', method: 'DELETE' }
