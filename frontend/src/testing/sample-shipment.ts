import type { SourcedProduct } from '#core/products/schema.ts'
import type { Shipment } from '#core/products/shipments/contract.ts'

/** A shipment of that product on its way. */
export const sampleShipment = (product: SourcedProduct, change: Partial<Shipment> = {}): Shipment => ({
  id: crypto.randomUUID(),
  product_id: product.id,
  asin: product.asin,
  product_title: product.title,
  tracking_number: '1Z9990000000000001',
  carrier_slug: 'ups',
  tag: 'InTransit',
  subtag: 'InTransit_001',
  eta: '2026-11-25',
  last_checkpoint_at: '2026-11-20T09:30:00+00:00',
  checkpoints: [
    { at: '2026-11-19T08:00:00+00:00', tag: 'InfoReceived', message: 'Label created', location: null },
    { at: '2026-11-20T09:30:00+00:00', tag: 'InTransit', message: 'Departed the facility', location: 'Louisville, KY' },
  ],
  registration: 'registered',
  registration_error: null,
  created_at: '2026-11-19T08:00:00+00:00',
  updated_at: '2026-11-20T09:30:00+00:00',
  ...change,
})
