import type { Step, StoredTracking } from './state.ts'

const MINUTE_MS = 60_000

/** The story of a number without one of its own. */
export const DEFAULT_STORY: readonly Step[] = [
  { tag: 'InfoReceived', message: 'Shipment information received', after_minutes: 1 },
  { tag: 'InTransit', message: 'Departed the facility', location: 'Louisville, KY', after_minutes: 6 * 60 },
  { tag: 'InTransit', message: 'Arrived at the facility', location: 'Hodgkins, IL', after_minutes: 24 * 60 },
  { tag: 'OutForDelivery', message: 'Out for delivery', location: 'Chicago, IL', after_minutes: 48 * 60 },
  { tag: 'Delivered', message: 'Left at the front door', location: 'Chicago, IL', after_minutes: 54 * 60 },
]

/** Runs the events that are due by the clock. */
export function catchUp(tracking: StoredTracking, nowMs: number): void {
  for (;;) {
    const [next] = tracking.story
    if (!next || next.after_minutes === undefined || !tracking.active) return
    const dueMs = tracking.created_at + next.after_minutes * MINUTE_MS
    if (dueMs > nowMs) return
    reachNext(tracking, dueMs)
  }
}

/** Runs the next step, due or not; false at the end of the story. */
export function reachNext(tracking: StoredTracking, nowMs: number): boolean {
  const step = tracking.story.shift()
  if (!step) return false
  const subtag = step.subtag ?? `${step.tag}_001`
  Object.assign(tracking, {
    tag: step.tag,
    subtag,
    updated_at: Math.max(nowMs, tracking.updated_at + 1000),
    expected_on: step.expected_on ?? tracking.expected_on,
  })
  if (step.tag === 'Delivered' || step.tag === 'Expired') tracking.active = false
  // These two tags mean that the carrier reported nothing.
  if (step.tag === 'Expired' || step.tag === 'Pending') return true
  tracking.checkpoints.push({
    tag: step.tag,
    subtag,
    message: step.message ?? step.tag,
    location: step.location ?? null,
    at: step.at ?? new Date(nowMs).toISOString(),
  })
  return true
}
