/** Calls per seller; a day ends at midnight UTC. */
export type Limits = {
  trading_per_day: number
  inventory_per_day: number
  /** In 15 seconds, by the pages of each call. */
  get_my_ebay_selling_per_15_s: number
  revise_inventory_status_per_15_s: number
  /** By window: how many calls were made in it. */
  used: Record<string, { window: number; calls: number }>
}

export type CountedApi = 'trading' | 'inventory'

export const defaultLimits = (): Limits => ({
  trading_per_day: 100_000,
  inventory_per_day: 2_000_000,
  get_my_ebay_selling_per_15_s: 300,
  revise_inventory_status_per_15_s: 6000,
  used: {},
})

const DAY_MS = 86_400_000
const SHORT_MS = 15_000

/** Counts one call; false when it is one too many, which is not counted. */
export function countDay(limits: Limits, api: CountedApi, sellerId: string, nowMs: number): boolean {
  const allowed = api === 'trading' ? limits.trading_per_day : limits.inventory_per_day
  return count(limits, `${api} ${sellerId}`, Math.floor(nowMs / DAY_MS), allowed)
}

/** The windows of 15 seconds Trading counts per seller. */
export function countShort(limits: Limits, call: string, sellerId: string, nowMs: number): boolean {
  const allowed =
    call === 'GetMyeBaySelling'
      ? limits.get_my_ebay_selling_per_15_s
      : call === 'ReviseInventoryStatus'
        ? limits.revise_inventory_status_per_15_s
        : Number.POSITIVE_INFINITY
  return count(limits, `${call} ${sellerId}`, Math.floor(nowMs / SHORT_MS), allowed)
}

/** What is left today and when it begins again. */
export function dayRate(limits: Limits, api: CountedApi, sellerId: string, nowMs: number) {
  const limit = api === 'trading' ? limits.trading_per_day : limits.inventory_per_day
  const day = Math.floor(nowMs / DAY_MS)
  const used = limits.used[`${api} ${sellerId}`]
  return {
    limit,
    remaining: Math.max(0, limit - (used?.window === day ? used.calls : 0)),
    reset: new Date((day + 1) * DAY_MS).toISOString(),
    timeWindow: DAY_MS / 1000,
  }
}

function count(limits: Limits, key: string, window: number, allowed: number): boolean {
  const known = limits.used[key]
  const used = known?.window === window ? known : { window, calls: 0 }
  limits.used[key] = used
  if (used.calls >= allowed) return false
  used.calls += 1
  return true
}
