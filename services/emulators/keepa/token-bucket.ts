/** One key's account: how many tokens it has and when the next ones come. */
export type TokenAccount = {
  /** May be negative: the last request is always served in full. */
  left: number
  /** Tokens per minute. */
  refill_rate: number
  /** Unix milliseconds of the last refill that was counted. */
  refilled_at: number
}

const REFILL_EVERY_MS = 60_000
/** Unused tokens expire after an hour, so an account never holds more than an hour's worth. */
const EXPIRY_MINUTES = 60

/** A new account with `left` tokens, or an hour's worth when null. */
export function openAccount(refillRate: number, left: number | null, nowMs: number): TokenAccount {
  return { left: left ?? refillRate * EXPIRY_MINUTES, refill_rate: refillRate, refilled_at: nowMs }
}

/** Counts the refills that are due; call it before reading `left`. */
export function refill(account: TokenAccount, nowMs: number): void {
  const ticks = Math.floor((nowMs - account.refilled_at) / REFILL_EVERY_MS)
  if (ticks <= 0) return
  account.refilled_at += ticks * REFILL_EVERY_MS
  const most = Math.max(account.left, account.refill_rate * EXPIRY_MINUTES)
  account.left = Math.min(most, account.left + ticks * account.refill_rate)
}

/** Milliseconds until tokens are added. */
export function refillInMs(account: TokenAccount, nowMs: number): number {
  return Math.max(0, account.refilled_at + REFILL_EVERY_MS - nowMs)
}
