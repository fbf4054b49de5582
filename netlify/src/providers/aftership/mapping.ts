import { cutText } from '#core/text.ts'
import { Day, Instant } from '#core/time.ts'
import type { Checkpoint, Tracking } from './types.ts'

/** AfterShip's report about a shipment, in our words. */
export type ShipmentNews = {
  aftership_id: string
  tracking_number: string
  carrier_slug: string
  tag: Tracking['tag']
  subtag: string | null
  /** `2026-11-25`. */
  eta: string | null
  last_checkpoint_at: string | null
  updated_at: string | null
  /** Oldest first, the latest hundred. */
  checkpoints: { at: string; tag: string | null; message: string | null; location: string | null }[]
}

const MAX_CHECKPOINTS = 100
const MAX_WORDS = 300

/** Turns a tracking into our report. */
export function toNews(tracking: Tracking): ShipmentNews {
  const checkpoints = (tracking.checkpoints ?? [])
    .flatMap(toCheckpoint)
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
    .slice(-MAX_CHECKPOINTS)
  return {
    aftership_id: tracking.id,
    tracking_number: tracking.tracking_number.replaceAll(/[\s-]/g, '').toUpperCase(),
    carrier_slug: tracking.slug,
    tag: tracking.tag,
    subtag: tracking.subtag ?? null,
    eta:
      toDay(tracking.latest_estimated_delivery?.datetime) ??
      toDay(tracking.courier_estimated_delivery_date?.estimated_delivery_date),
    last_checkpoint_at: checkpoints.at(-1)?.at ?? null,
    updated_at: toInstant(tracking.updated_at),
    checkpoints,
  }
}

function toCheckpoint({ checkpoint_time, tag, message, location, city }: Checkpoint): ShipmentNews['checkpoints'] {
  const at = toInstant(checkpoint_time)
  if (at === null) return []
  return [{ at, tag: tag ?? null, message: cut(message), location: cut(location ?? city) }]
}

const cut = (text: string | null | undefined) => cutText(text?.trim() ?? '', MAX_WORDS) || null

// Carriers without a time zone write times without an offset; reading them as UTC keeps their order.
function toInstant(text: string | null | undefined): string | null {
  if (!text) return null
  const hasOffset = /(?:Z|[+-]\d{2}:?\d{2})$/i.test(text)
  const ms = Date.parse(hasOffset || !text.includes('T') ? text : `${text}Z`)
  const at = Number.isNaN(ms) ? null : new Date(ms).toISOString()
  return Instant.safeParse(at).data ?? null
}

// The day as the carrier writes it: turning it into an instant could move it to another day.
function toDay(text: string | null | undefined): string | null {
  const day = /^\d{4}-\d{2}-\d{2}/.exec(text ?? '')?.[0]
  return Day.safeParse(day).data ?? null
}
