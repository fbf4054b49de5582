import { AppError } from '../errors.ts'

type Bucket = { tokens: number; filledAtMs: number }

const MAX_BUCKETS = 10_000

/**
 * A token bucket per caller in this process's memory: it costs no round trip and stops a runaway client. Functions run
 * in several processes, so the true limit is a small multiple; see docs/decisions/0006-rate-limits.md.
 */
export function createRateLimit(nowMs: () => number = Date.now) {
  const buckets = new Map<string, Bucket>()

  /** Counts one request against the caller's `perMinute`; throws `too_many_requests` with the seconds to wait. */
  return function takeRequest(caller: string, perMinute: number): void {
    const now = nowMs()
    const bucket = buckets.get(caller) ?? { tokens: perMinute, filledAtMs: now }
    const tokens = Math.min(perMinute, bucket.tokens + ((now - bucket.filledAtMs) / 60_000) * perMinute)
    if (tokens < 1) {
      const retryAfterSeconds = Math.max(1, ((1 - tokens) / perMinute) * 60)
      throw new AppError('too_many_requests', `Too many requests. Try again in ${Math.ceil(retryAfterSeconds)} s.`, {
        retryAfterSeconds,
      })
    }
    // Deleting and setting the key keeps the map in the order of last use, so that the oldest caller can be dropped.
    buckets.delete(caller)
    buckets.set(caller, { tokens: tokens - 1, filledAtMs: now })
    if (buckets.size > MAX_BUCKETS) {
      const oldest = buckets.keys().next()
      if (!oldest.done) buckets.delete(oldest.value)
    }
  }
}
