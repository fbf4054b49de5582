import { createHmac, randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { EmulatorContext } from '../frame/create-emulator.ts'
import type { AfterShipState } from './state.ts'
import { catchUp, reachNext } from './story.ts'
import { trackingObject } from './tracking-object.ts'

export const WEBHOOK_SECRET = 'aftership-emulator-webhook-secret'

const SEND_TIMEOUT_MS = 10_000

const Which = { tracking_number: z.string(), slug: z.string().optional() }

const Advance = z.strictObject({ ...Which, steps: z.int().min(1).default(1) })

const Webhook = z.strictObject({
  ...Which,
  /** The URL to send the event to; without it the event is only returned. */
  url: z.url().optional(),
  /** How often to send the same event, as after a lost answer. */
  times: z.int().min(1).max(14).default(1),
  /** The state after so many checkpoints: an event that arrives late. */
  after_checkpoints: z.int().min(0).optional(),
  signature: z.enum(['right', 'wrong', 'none']).default('right'),
  secret: z.string().default(WEBHOOK_SECRET),
  event_id: z.string().default(() => randomUUID()),
})

/** `POST /_emulator/advance`: runs the next events of a shipment. */
export function advance(input: unknown, { store, clock }: EmulatorContext<AfterShipState>) {
  const { steps, ...which } = Advance.parse(input)
  const tracking = find(store.state, which)
  let reached = 0
  while (reached < steps && reachNext(tracking, clock.now())) reached += 1
  return { reached, tracking: trackingObject(tracking) }
}

/** `POST /_emulator/webhook`: the signed event of a shipment, sent or returned. */
export async function sendWebhook(input: unknown, { store, clock }: EmulatorContext<AfterShipState>) {
  const { url, times, after_checkpoints, signature, secret, event_id, ...which } = Webhook.parse(input)
  const tracking = find(store.state, which)
  catchUp(tracking, clock.now())
  const message = trackingObject(asItWas(tracking, after_checkpoints))
  const body = JSON.stringify({
    ts: Math.floor(clock.now() / 1000),
    event: 'tracking_update',
    event_id,
    is_tracking_first_tag: message.checkpoints.length <= 1,
    msg: message,
  })
  const headers: Record<string, string> = { 'content-type': 'application/json' }
  if (signature !== 'none') {
    headers['aftership-hmac-sha256'] = createHmac('sha256', signature === 'right' ? secret : `not ${secret}`)
      .update(body)
      .digest('base64')
  }
  const statuses: number[] = []
  for (let sent = 0; url !== undefined && sent < times; sent += 1) {
    const answer = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(SEND_TIMEOUT_MS) })
    await answer.body?.cancel()
    statuses.push(answer.status)
  }
  return { headers, body, statuses }
}

function asItWas(tracking: AfterShipState['trackings'][number], checkpoints: number | undefined) {
  if (checkpoints === undefined) return tracking
  const kept = tracking.checkpoints.slice(0, checkpoints)
  const last = kept.at(-1)
  return {
    ...tracking,
    checkpoints: kept,
    tag: last?.tag ?? ('Pending' as const),
    subtag: last?.subtag ?? 'Pending_001',
    updated_at: last ? Date.parse(last.at) : tracking.created_at,
  }
}

function find(
  state: AfterShipState,
  { tracking_number, slug }: { tracking_number: string; slug?: string | undefined },
) {
  const found = state.trackings.find(
    (one) => one.tracking_number === tracking_number && (slug === undefined || one.slug === slug),
  )
  if (!found)
    throw new z.ZodError([{ code: 'custom', path: ['tracking_number'], message: 'Nobody added it', input: '' }])
  return found
}
