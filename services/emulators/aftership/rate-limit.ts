import { AfterShipRefusal } from './answer.ts'
import type { AfterShipState } from './state.ts'

/** Counts a request of this key and writes the limit into `headers`. Throws 429 when the second is used up. */
export function takeRequest(state: AfterShipState, key: string, nowMs: number, headers: Headers): void {
  const { requests, window_ms } = state.limit
  const known = state.windows[key]
  const window = known && nowMs < known.began_at + window_ms ? known : { began_at: nowMs, used: 0 }
  state.windows[key] = window
  headers.set('x-ratelimit-limit', String(requests))
  headers.set('x-ratelimit-reset', String(Math.ceil((window.began_at + window_ms) / 1000)))
  headers.set('x-ratelimit-remaining', String(Math.max(0, requests - window.used - 1)))
  if (window.used >= requests) throw new AfterShipRefusal(429, 'You have exceeded the API call rate limit.')
  window.used += 1
}
