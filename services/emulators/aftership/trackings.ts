import { AfterShipRefusal } from './answer.ts'
import { COURIERS, type Courier, detectCouriers } from './couriers.ts'
import { checkFields, readObject, readTrackingNumber } from './read-body.ts'
import { type AfterShipState, type StoredTracking, Tag } from './state.ts'
import { catchUp, DEFAULT_STORY } from './story.ts'
import { trackingObject } from './tracking-object.ts'

/** `POST /trackings`. */
export function createTracking(state: AfterShipState, text: string, nowMs: number): StoredTracking {
  const body = readObject(text)
  const number = readTrackingNumber(body)
  checkFields(body)
  const courier = readCourier(body, number)
  for (const field of courier.required_fields) {
    if (!body[field])
      throw new AfterShipRefusal(4011, `Missing or invalid required field \`${field}\` of this courier.`)
  }
  const existing = state.trackings.find((one) => one.tracking_number === number && one.slug === courier.slug)
  if (existing) {
    const data = { id: existing.id, tracking_number: number, slug: courier.slug }
    throw new AfterShipRefusal(4003, 'Tracking already exists.', state.names_existing ? data : {})
  }
  state.last_number += 1
  const tracking: StoredTracking = {
    id: `trk${String(state.last_number).padStart(21, '0')}`,
    tracking_number: number,
    slug: courier.slug,
    title: textOf(body.title) ?? number,
    order_id: textOf(body.order_id),
    order_number: textOf(body.order_number),
    note: textOf(body.note),
    // safe: checkFields has refused everything else
    custom_fields: (body.custom_fields as Record<string, unknown> | undefined) ?? null,
    tag: 'Pending',
    subtag: 'Pending_001',
    expected_on: null,
    active: true,
    checkpoints: [],
    story: [...(state.stories[number] ?? DEFAULT_STORY)],
    created_at: nowMs,
    updated_at: nowMs,
  }
  state.trackings.push(tracking)
  return tracking
}

function readCourier(body: Record<string, unknown>, number: string): Courier {
  if (body.slug === undefined) {
    const [detected] = detectCouriers(number)
    if (!detected) throw new AfterShipRefusal(4012, 'The courier could not be detected; send its `slug`.')
    return detected
  }
  const named = COURIERS.find(({ slug }) => slug === body.slug)
  if (!named) throw new AfterShipRefusal(4010, 'The value of `slug` is invalid.')
  return named
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** Throws 4004. */
export function findTracking(state: AfterShipState, id: string, nowMs: number): StoredTracking {
  const tracking = state.trackings.find((one) => one.id === id)
  if (!tracking) throw new AfterShipRefusal(4004, 'Tracking does not exist.')
  catchUp(tracking, nowMs)
  return tracking
}

/** `PUT /trackings/{id}`: only the descriptive fields of a shipment can be changed. */
export function updateTracking(state: AfterShipState, id: string, text: string, nowMs: number): StoredTracking {
  const tracking = findTracking(state, id, nowMs)
  const body = readObject(text)
  checkFields(body)
  if ('slug' in body && !COURIERS.some(({ slug }) => slug === body.slug)) {
    throw new AfterShipRefusal(4010, 'The value of `slug` is invalid.')
  }
  for (const name of ['title', 'order_id', 'order_number', 'note', 'slug'] as const) {
    const value = textOf(body[name])
    if (value !== null) tracking[name] = value
  }
  tracking.updated_at = nowMs
  return tracking
}

const REASONS: Record<string, { tag: Tag; subtag: string }> = {
  DELIVERED: { tag: 'Delivered', subtag: 'Delivered_001' },
  LOST: { tag: 'Exception', subtag: 'Exception_013' },
  RETURNED_TO_SENDER: { tag: 'Exception', subtag: 'Exception_011' },
}

/** `POST /trackings/{id}/mark-as-completed`. */
export function completeTracking(state: AfterShipState, id: string, text: string, nowMs: number): StoredTracking {
  const tracking = findTracking(state, id, nowMs)
  const reason = REASONS[String(readObject(text).reason)]
  if (!reason) throw new AfterShipRefusal(4008, 'The value of `reason` is invalid.')
  return Object.assign(tracking, reason, { active: false, updated_at: nowMs })
}

/** `POST /trackings/{id}/retrack`: only for an expired tracking. */
export function retrack(state: AfterShipState, id: string, nowMs: number): StoredTracking {
  const tracking = findTracking(state, id, nowMs)
  if (tracking.active) throw new AfterShipRefusal(4013, 'Retrack is not allowed; the tracking is active.')
  return Object.assign(tracking, { active: true, updated_at: nowMs })
}

const QUERY = [
  'cursor',
  'limit',
  'keyword',
  'tracking_numbers',
  'slug',
  'tag',
  'created_at_min',
  'created_at_max',
  'updated_at_min',
  'updated_at_max',
  'fields',
  'order_id',
  'lang',
]
const DEFAULT_LIMIT = 100
const MAX_LIMIT = 200

/** `GET /trackings`: newest first, by cursor. */
export function listTrackings(state: AfterShipState, query: URLSearchParams, nowMs: number) {
  for (const name of query.keys()) {
    if (!QUERY.includes(name)) throw new AfterShipRefusal(4008, `The value of \`${name}\` is invalid.`)
  }
  const limit = query.has('limit') ? Number(query.get('limit')) : DEFAULT_LIMIT
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) throw invalid('limit')
  const tag = query.get('tag')
  if (tag !== null && !Tag.safeParse(tag).success) throw invalid('tag')
  const numbers = query.get('tracking_numbers')?.split(',')
  const before = readCursor(query.get('cursor'))
  for (const tracking of state.trackings) catchUp(tracking, nowMs)

  const matching = state.trackings
    .filter(({ tracking_number }) => numbers === undefined || numbers.includes(tracking_number))
    .filter((one) => tag === null || one.tag === tag)
    .filter(({ slug }) => (query.get('slug') ?? slug) === slug)
    .filter(({ created_at }) => isWithin(created_at, query, 'created_at'))
    .filter(({ updated_at }) => isWithin(updated_at, query, 'updated_at'))
    .toReversed()
  const rest = matching.filter(({ id }) => before === null || id < before)
  const page = rest.slice(0, limit)
  const last = page.at(-1)
  const hasNextPage = rest.length > page.length
  return {
    pagination: {
      total: matching.length,
      next_cursor: hasNextPage && last ? Buffer.from(last.id).toString('base64url') : '',
      has_next_page: hasNextPage,
    },
    trackings: page.map(trackingObject),
  }
}

function readCursor(cursor: string | null): string | null {
  if (cursor === null || cursor === '') return null
  const id = Buffer.from(cursor, 'base64url').toString()
  if (!/^trk\d{21}$/.test(id)) throw invalid('cursor')
  return id
}

function isWithin(ms: number, query: URLSearchParams, name: string): boolean {
  const bound = (end: 'min' | 'max', otherwise: number) => {
    const text = query.get(`${name}_${end}`)
    if (text === null) return otherwise
    const at = Date.parse(text)
    if (Number.isNaN(at)) throw invalid(`${name}_${end}`)
    return at
  }
  return ms >= bound('min', Number.NEGATIVE_INFINITY) && ms <= bound('max', Number.POSITIVE_INFINITY)
}

const invalid = (name: string) => new AfterShipRefusal(4008, `The value of \`${name}\` is invalid.`)
