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

/** One thing that will happen to a shipment. */
export const Step = z.strictObject({
  tag: Tag,
  subtag: z
    .string()
    .regex(/^[A-Za-z]+_\d{3}$/)
    .optional(),
  message: z.string().optional(),
  location: z.string().optional(),
  /** Day of delivery the carrier names from here on. */
  expected_on: z.iso.date().optional(),
  /** Happens by itself so long after the number was added; absent: only when `advance` says so. */
  after_minutes: z.int().min(0).optional(),
  /** When it happened, by the carrier's word; absent: the moment it is reached. */
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
  /** What is still to come. */
  story: Step[]
  /** Unix milliseconds. */
  created_at: number
  updated_at: number
}

export type AfterShipState = {
  trackings: StoredTracking[]
  /** Stories for numbers nobody has added yet. */
  stories: Record<string, Step[]>
  rejected_keys: string[]
  limit: { requests: number; window_ms: number }
  /** Requests counted in the window that began then, by key. */
  windows: Record<string, { began_at: number; used: number }>
  /** Whether 4003 names the tracking that is there already. */
  names_existing: boolean
  last_number: number
}

/** `PUT /_emulator/seed`: what is given replaces that part, what is absent stays. */
export const AfterShipSeed = z.strictObject({
  /** What happens to these numbers, for those added already too; begun anew. */
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
