import { z } from 'zod'

// Loose: AfterShip adds fields at any time. Absent and null mean the same to us.
const text = z.string().nullish()

const Checkpoint = z.object({
  checkpoint_time: text,
  tag: text,
  message: text,
  location: text,
  city: text,
})
export type Checkpoint = z.infer<typeof Checkpoint>

export const Tracking = z.object({
  id: z.string().min(1).max(200),
  tracking_number: z.string(),
  // A carrier as the database knows them; a report of any other is of no use.
  slug: z.string().regex(/^[a-z0-9-]{1,64}$/),
  tag: z.enum([
    'Pending',
    'InfoReceived',
    'InTransit',
    'OutForDelivery',
    'AttemptFail',
    'Delivered',
    'AvailableForPickup',
    'Exception',
    'Expired',
  ]),
  subtag: text,
  updated_at: text,
  latest_estimated_delivery: z.object({ datetime: text }).nullish(),
  courier_estimated_delivery_date: z.object({ estimated_delivery_date: text }).nullish(),
  checkpoints: z.array(Checkpoint).nullish(),
})
export type Tracking = z.infer<typeof Tracking>

export const Envelope = z.object({ meta: z.object({ code: z.number().int() }), data: z.unknown() })

export const TrackingPage = z.object({
  pagination: z.object({ next_cursor: text, has_next_page: z.boolean().nullish() }).nullish(),
  trackings: z.array(z.unknown()),
})

/** The existing tracking in the answer 4003; any part of it may be missing. */
export const Existing = z.object({ id: z.string().min(1) })

export const WebhookMessage = z.object({
  event: z.string(),
  event_id: z.string().min(1).max(200),
  msg: Tracking,
})
