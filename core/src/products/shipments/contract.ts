import { z } from 'zod'
import { defineContract } from '../../http/contract.ts'
import { ListQuery, listOf } from '../../http/list.ts'
import { Day, Instant } from '../../time.ts'

/** Where a shipment is, in AfterShip's words. SQL maps each to what its product does (`shipment_automation`). */
export const ShipmentTag = z.enum([
  'Pending',
  'InfoReceived',
  'InTransit',
  'OutForDelivery',
  'AttemptFail',
  'Delivered',
  'AvailableForPickup',
  'Exception',
  'Expired',
])
export type ShipmentTag = z.infer<typeof ShipmentTag>

/** One event of a shipment. */
const ShipmentCheckpoint = z.object({
  at: Instant,
  tag: z.string().nullable(),
  message: z.string().nullable(),
  location: z.string().nullable(),
})
export type ShipmentCheckpoint = z.infer<typeof ShipmentCheckpoint>

/** A shipment on its way to the workspace. */
export const Shipment = z.object({
  id: z.uuid(),
  product_id: z.uuid(),
  asin: z.string(),
  product_title: z.string().nullable(),
  tracking_number: z.string(),
  /** Null until a person names the carrier or AfterShip detects it. */
  carrier_slug: z.string().nullable(),
  /** Null until AfterShip has reported something. */
  tag: ShipmentTag.nullable(),
  subtag: z.string().nullable(),
  /** The day the carrier names. */
  eta: Day.nullable(),
  last_checkpoint_at: Instant.nullable(),
  /** Oldest first. */
  checkpoints: z.array(ShipmentCheckpoint),
  /** `waiting`: the state is being requested from AfterShip, for the first time or again. */
  registration: z.enum(['waiting', 'registered', 'failed']),
  /**
   * Why it failed: `not_configured`, `reconnect`, `number_invalid`, `carrier_unknown`, `carrier_needs_more`, `gone`, or
   * another code of the provider or the queue.
   */
  registration_error: z.string().nullable(),
  created_at: Instant,
  updated_at: Instant,
})
export type Shipment = z.infer<typeof Shipment>

const ShipmentFilters = ListQuery.omit({ count: true }).extend({
  product_id: z.uuid().optional(),
  /** `arriving`: neither delivered nor expired. `delivered_lately`: within the last seven days. */
  state: z.enum(['arriving', 'delivered_lately']).optional(),
})
export type ShipmentFilters = z.infer<typeof ShipmentFilters>

/** A pasted tracking number; spaces and dashes are removed, letters become capitals. */
export const TrackingNumber = z
  .string()
  .transform((text) => text.replaceAll(/[\s-]/g, '').toUpperCase())
  .refine((text) => /^[0-9A-Z]{5,90}$/.test(text), 'Enter the number as the carrier printed it.')

const CreateShipment = z.strictObject({
  product_id: z.uuid(),
  tracking_number: TrackingNumber,
  /** AfterShip's name of the carrier, such as `ups`; detected when left out. */
  carrier_slug: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[a-z0-9-]{1,64}$/, 'This is not a name of a carrier, such as ups.')
    .optional(),
})
export type CreateShipment = z.infer<typeof CreateShipment>

const params = z.strictObject({ id: z.uuid() })

export const shipmentsContract = {
  list: defineContract({
    method: 'GET',
    path: '/api/shipments',
    summary: 'The shipments of the workspace or of one product, newest first',
    audience: 'user',
    query: ShipmentFilters,
    response: listOf(Shipment),
    problems: ['not_allowed'],
  }),
  create: defineContract({
    method: 'POST',
    path: '/api/shipments',
    summary: 'Track a shipment of a product',
    audience: 'user',
    body: CreateShipment,
    response: Shipment,
    status: 201,
    problems: ['not_allowed', 'product_not_found', 'shipment_exists'],
    idempotent: true,
  }),
  remove: defineContract({
    method: 'DELETE',
    path: '/api/shipments/:id',
    summary: 'Stop tracking a shipment',
    audience: 'user',
    params,
    response: z.object({ id: z.uuid() }),
    problems: ['not_allowed', 'shipment_not_found'],
  }),
  refresh: defineContract({
    method: 'POST',
    path: '/api/shipments/:id/refresh',
    summary: "Read a shipment's state from AfterShip now",
    audience: 'user',
    params,
    response: Shipment,
    status: 202,
    problems: ['not_allowed', 'shipment_not_found', 'provider_not_configured'],
  }),
  webhook: defineContract({
    method: 'POST',
    path: '/api/webhooks/aftership',
    summary: "AfterShip's report about a shipment",
    audience: 'webhook',
    response: z.object({ received: z.enum(['new', 'known', 'ignored']) }),
    problems: ['body_too_large'],
  }),
}
