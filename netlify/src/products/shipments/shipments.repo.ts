import { z } from 'zod'
import type { CreateShipment, Shipment, ShipmentFilters } from '#core/products/shipments/contract.ts'
import { decodeCursor, NewestFirst, rowsAsStored, toPage } from '../../cursor.ts'
import { DatabaseError, unwrap } from '../../db/db-errors.ts'
import type { Db } from '../../db/user-client.ts'
import { AppError } from '../../errors.ts'
import type { ShipmentNews } from '../../providers/aftership/index.ts'

const Rows = z.object({ rows: rowsAsStored<Shipment>() })

/** One page of shipments, newest first. Throws `not_allowed` for an uploader. */
export async function listShipments(db: Db, { limit, cursor, ...filters }: ShipmentFilters) {
  const place = decodeCursor(NewestFirst, cursor)
  const answer = await db.rpc('list_shipments', { p_filters: { ...filters }, p_limit: limit + 1, p_cursor: place })
  return toPage(Rows.parse(unwrap(answer)).rows, limit, ({ created_at, id }) => ({ created_at, id }))
}

/** Throws `shipment_not_found`; `not_allowed` for an uploader. */
export async function getShipment(db: Db, id: string): Promise<Shipment> {
  const answer = await db.rpc('list_shipments', { p_filters: { id }, p_limit: 1 })
  const [row] = Rows.parse(unwrap(answer)).rows
  if (!row) throw shipmentNotFound()
  return row
}

export const shipmentNotFound = (): AppError =>
  new AppError('shipment_not_found', "We can't find this shipment in your workspace.")

/** Answers the new shipment's id. Throws `shipment_exists`. */
export async function insertShipment(db: Db, shipment: CreateShipment): Promise<string> {
  const { product_id, tracking_number, carrier_slug } = shipment
  const row = { product_id, tracking_number, ...(carrier_slug !== undefined && { carrier_slug }) }
  try {
    return unwrap(await db.from('shipments').insert(row).select('id').single()).id
  } catch (error) {
    if (!(error instanceof DatabaseError && error.isDuplicateOf('shipments_number_idx'))) throw error
    throw new AppError('shipment_exists', 'This tracking number is in your workspace already.', {}, error)
  }
}

/** Answers false when the caller may not remove a shipment with this id. */
export async function deleteShipment(db: Db, id: string): Promise<boolean> {
  return unwrap(await db.from('shipments').delete().eq('id', id).select('id')).length > 0
}

/** Requests the shipment's job; false when the shipment does not exist. Throws `not_allowed` for an uploader. */
export async function requestShipment(db: Db, id: string): Promise<boolean> {
  return z.boolean().parse(unwrap(await db.rpc('refresh_shipment', { p_id: id })))
}

const Registration = z.object({
  id: z.uuid(),
  tracking_number: z.string(),
  carrier_slug: z.string().nullable(),
  aftership_id: z.string().nullable(),
  /** The number was sent before, whatever the answer was. */
  was_asked: z.boolean(),
  title: z.string(),
  asin: z.string(),
})
export type Registration = z.infer<typeof Registration>

/** Stores the intent to register and answers the shipment; null when it was removed. */
export async function beginRegistration(db: Db, shipmentId: string): Promise<Registration | null> {
  return Registration.nullable().parse(unwrap(await db.rpc('begin_registration', { p_shipment_id: shipmentId })))
}

/**
 * Stores why a shipment is not tracked. `isForgotten`: AfterShip no longer has the number, so it must be registered
 * again.
 */
export async function failRegistration(db: Db, id: string, error: string, isForgotten = false): Promise<void> {
  const change = { registration: 'failed', registration_error: error, ...(isForgotten && { aftership_id: null }) }
  unwrap(await db.from('shipments').update(change).eq('id', id).select('id'))
}

/**
 * Writes the report into every shipment with that number, and into `shipmentId`; answers the number of changed
 * shipments.
 */
export async function recordTracking(db: Db, news: ShipmentNews, shipmentId?: string): Promise<number> {
  const args = { p_tracking: news, ...(shipmentId !== undefined && { p_shipment_id: shipmentId }) }
  return z
    .number()
    .int()
    .parse(unwrap(await db.rpc('record_tracking', args)))
}

/** Writes an event's report; false when the event was received before. */
export async function recordTrackingEvent(db: Db, eventId: string, news: ShipmentNews): Promise<boolean> {
  return z.boolean().parse(unwrap(await db.rpc('receive_tracking', { p_event_id: eventId, p_tracking: news })))
}

const OpenShipment = z.object({ id: z.uuid(), tracking_number: z.string() })

/** Shipments on their way whose state was not requested since `before`. */
export async function listOpenShipments(db: Db, limit: number, before: Date): Promise<z.infer<typeof OpenShipment>[]> {
  const rows = unwrap(await db.rpc('list_open_shipments', { p_limit: limit, p_before: before.toISOString() }))
  return z.array(OpenShipment).parse(rows)
}

export async function markSynced(db: Db, ids: string[]): Promise<void> {
  unwrap(await db.rpc('mark_shipments_synced', { p_ids: ids }))
}

/** Registers shipments again whose registration failed for a temporary reason. */
export async function retryRegistrations(db: Db): Promise<void> {
  unwrap(await db.rpc('retry_registrations'))
}
