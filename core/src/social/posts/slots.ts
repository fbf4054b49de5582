import { type ResolvedTime, resolveWallTime, shiftDays, type WallTime, wallTimeAt, weekdayOf } from './wall-time.ts'

/** A weekly time at which posts of some accounts go out; without accounts it is for every account. */
export type Slot = {
  id: string
  /** Monday is 1, Sunday 7. */
  weekday: number
  /** `09:00` on the clock of the workspace. */
  time: string
  connection_ids: readonly string[]
}

/** A post that is scheduled already. */
export type TakenTime = { at: string; connection_ids: readonly string[] }

export type FreeSlot = ResolvedTime & { slot_id: string; wall: WallTime }

type Search = {
  slots: readonly Slot[]
  taken: readonly TakenTime[]
  /** The accounts of the new post; none yet means any. */
  connection_ids: readonly string[]
  zone: string
  nowMs: number
  days?: number
}

/** How far ahead a free slot is searched. */
export const SLOT_DAYS = 180
const MINUTE_MS = 60_000

const serves = (slot: Slot, accounts: readonly string[]) =>
  slot.connection_ids.length === 0 || accounts.every((id) => slot.connection_ids.includes(id))
const shares = (taken: TakenTime, accounts: readonly string[]) =>
  accounts.length === 0 || taken.connection_ids.some((id) => accounts.includes(id))
const minuteOf = (at: string) => Math.floor(Date.parse(at) / MINUTE_MS)

/**
 * The next slot of all these accounts at which none of them has a post; null when there is none within `days`. A slot
 * that the clock skips that day is moved as every time is.
 */
export function nextFreeSlot({ slots, taken, connection_ids, zone, nowMs, days = SLOT_DAYS }: Search): FreeSlot | null {
  const usable = slots
    .filter((slot) => serves(slot, connection_ids))
    .toSorted((a, b) => a.time.localeCompare(b.time) || a.id.localeCompare(b.id))
  if (usable.length === 0) return null
  const busy = new Set(taken.filter((one) => shares(one, connection_ids)).map(({ at }) => minuteOf(at)))
  const today: WallTime = `${wallTimeAt(new Date(nowMs).toISOString(), zone).slice(0, 10)}T00:00`
  for (let day = 0; day <= days; day += 1) {
    const date = shiftDays(today, day).slice(0, 10)
    const weekday = weekdayOf(date)
    const free = usable
      .filter((slot) => slot.weekday === weekday)
      .map((slot) => {
        const wall = `${date}T${slot.time}`
        return { slot_id: slot.id, wall, ...resolveWallTime(wall, zone) }
      })
      .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
      .find(({ at }) => Date.parse(at) > nowMs && !busy.has(minuteOf(at)))
    if (free) return free
  }
  return null
}
