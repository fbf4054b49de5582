import { z } from 'zod'

export const Tag = z.enum([
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
export type Tag = z.infer<typeof Tag>

/** One future event of a shipment. */
export const Step = z.strictObject({
  tag: Tag,
  subtag: z
    .string()
    .regex(/^[A-Za-z]+_\d{3}$/)
    .optional(),
  message: z.string().optional(),
  location: z.string().optional(),
  /** The day of delivery that the carrier names from here on. */
  expected_on: z.iso.date().optional(),
  /** Time from adding the number to the event; without it the event happens only with `advance`. */
  after_minutes: z.int().min(0).optional(),
  /** The carrier's time of the event; without it the moment at which the event happens. */
  at: z.iso.datetime({ offset: true }).optional(),
})
export type Step = z.infer<typeof Step>

export type StoredCheckpoint = { tag: Tag; subtag: string; message: string; location: string | null; at: string }

export type StoredTracking = {
  id: string
  tracking_number: string
  slug: string
  title: string
  order_id: string | null
  order_number: string | null
  note: string | null
  custom_fields: Record<string, unknown> | null
  tag: Tag
  subtag: string
  expected_on: string | null
  active: boolean
  checkpoints: StoredCheckpoint[]
  /** The events to come. */
  story: Step[]
  /** Unix milliseconds. */
  created_at: number
  updated_at: number
}

export type AfterShipState = {
  trackings: StoredTracking[]
  /** Stories for numbers that no client has added yet. */
  stories: Record<string, Step[]>
  rejected_keys: string[]
  limit: { requests: number; window_ms: number }
  /** Requests counted in the window that began at this time, by key. */
  windows: Record<string, { began_at: number; used: number }>
  /** Whether 4003 names the existing tracking. */
  names_existing: boolean
  last_number: number
}

/** `PUT /_emulator/seed`: a given part replaces that part, an absent part stays. */
export const AfterShipSeed = z.strictObject({
  /** The stories of these numbers, also for numbers that were added already; each story starts again. */
  stories: z.record(z.string(), z.array(Step)).optional(),
  rejected_keys: z.array(z.string()).optional(),
  limit: z.strictObject({ requests: z.int().min(1), window_ms: z.int().min(1) }).optional(),
  names_existing: z.boolean().optional(),
})
export type AfterShipSeed = z.infer<typeof AfterShipSeed>

export function initialAfterShipState(): AfterShipState {
  return {
    trackings: [],
    stories: {},
    rejected_keys: [],
    limit: { requests: 10, window_ms: 1000 },
    windows: {},
    names_existing: true,
    last_number: 0,
  }
}

/** Changes the state as the seed says. */
export function applyAfterShipSeed(state: AfterShipState, seed: AfterShipSeed): void {
  for (const [number, steps] of Object.entries(seed.stories ?? {})) {
    state.stories[number] = steps
    for (const tracking of state.trackings) if (tracking.tracking_number === number) tracking.story = [...steps]
  }
  if (seed.rejected_keys) state.rejected_keys = seed.rejected_keys
  if (seed.limit) state.limit = seed.limit
  if (seed.names_existing !== undefined) state.names_existing = seed.names_existing
}
