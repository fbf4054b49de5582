import { z } from 'zod'
import { AfterShipRefusal } from './answer.ts'

/** The body as an object. Throws 4001 for a body that is not JSON, 4002 for JSON that is no object. */
export function readObject(text: string): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new AfterShipRefusal(4001, 'The submitted data is not valid JSON.')
  }
  const parsed = z.record(z.string(), z.unknown()).safeParse(value)
  if (!parsed.success) throw new AfterShipRefusal(4002, 'Invalid JSON data.')
  return parsed.data
}

/** Throws 4007 without a number, 4005 for a number that no carrier would print. */
export function readTrackingNumber(body: Record<string, unknown>): string {
  const value = body.tracking_number
  if (value === undefined || value === null || value === '') {
    throw new AfterShipRefusal(4007, '`tracking_number` is required.')
  }
  if (typeof value !== 'string' || !/^[0-9A-Z][0-9A-Z -]{3,88}[0-9A-Z]$/i.test(value)) {
    throw new AfterShipRefusal(4005, 'The value of `tracking_number` is invalid.')
  }
  return value.replaceAll(/[ -]/g, '').toUpperCase()
}

const TEXT_FIELDS = [
  'title',
  'order_id',
  'order_number',
  'note',
  'language',
  'destination_postal_code',
  'tracking_key',
  'tracking_ship_date',
  'tracking_account_number',
] as const

/** Throws 4008 for a field with a wrong type. */
export function checkFields(body: Record<string, unknown>): void {
  for (const name of TEXT_FIELDS) {
    const value = body[name]
    if (value !== undefined && typeof value !== 'string') throw invalid(name)
  }
  if (typeof body.tracking_ship_date === 'string' && !/^\d{8}$/.test(body.tracking_ship_date)) {
    throw invalid('tracking_ship_date')
  }
  if (body.custom_fields !== undefined && !z.record(z.string(), z.unknown()).safeParse(body.custom_fields).success) {
    throw invalid('custom_fields')
  }
}

const invalid = (name: string) => new AfterShipRefusal(4008, `The value of \`${name}\` is invalid.`)
