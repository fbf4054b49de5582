import { z } from 'zod'
import { clockAt, DAY_MS, instantWhen } from '../../prices/zone.ts'

/** A time on a clock, to the minute, without a zone: `2026-11-22T09:00`. */
export const WallTime = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/, 'Enter a date and a time, such as 2026-11-22T09:00.')
  .refine(isWallTime, 'This date does not exist.')
export type WallTime = string

/** `moved`: the clock skips that time, so the next one that exists is taken. `first`: it shows it twice. */
export const ScheduleRule = z.enum(['moved', 'first'])
export type ScheduleRule = z.infer<typeof ScheduleRule>

/** What a chosen time means. `actual`: what the clock shows then; it differs from `wall` only when it was moved. */
export type ResolvedTime = { at: string; rule: ScheduleRule | null; actual: WallTime }

function isWallTime(wall: string): boolean {
  const ms = Date.parse(`${wall}:00Z`)
  return !Number.isNaN(ms) && toWall(ms) === wall && !wall.startsWith('0000')
}

const toWall = (clockMs: number): WallTime => new Date(clockMs).toISOString().slice(0, 16)
const clockOf = (wall: WallTime): number => Date.parse(`${wall}:00Z`)

/**
 * The moment that a wall time means in a zone. A time that the clock skips (spring) is moved to the next one that
 * exists; a time that it shows twice (fall) is the first of the two. `private.resolve_wall_time` is the same rule in SQL.
 */
export function resolveWallTime(wall: WallTime, zone: string): ResolvedTime {
  const clockMs = clockOf(wall)
  const atMs = instantWhen(zone, clockMs, clockMs - 2 * DAY_MS)
  const shownMs = clockAt(zone, atMs)
  const at = new Date(atMs).toISOString()
  if (shownMs !== clockMs) return { at, rule: 'moved', actual: toWall(shownMs) }
  return { at, rule: isShownAgain(zone, clockMs, atMs) ? 'first' : null, actual: wall }
}

// After the clock went back, a later moment shows the same time under the offset of the day after.
function isShownAgain(zone: string, clockMs: number, firstMs: number): boolean {
  const later = firstMs + 1.5 * DAY_MS
  const secondMs = clockMs - (clockAt(zone, later) - later)
  return secondMs > firstMs && clockAt(zone, secondMs) === clockMs
}

/** What the zone's clock shows at a moment. */
export const wallTimeAt = (at: string, zone: string): WallTime => toWall(clockAt(zone, Date.parse(at)))

/** The same time on another day; a negative number goes back. Never an addition of hours: those differ on some days. */
export const shiftDays = (wall: WallTime, days: number): WallTime => toWall(clockOf(wall) + days * DAY_MS)

export const dayOf = (wall: WallTime): string => wall.slice(0, 10)
export const timeOf = (wall: WallTime): string => wall.slice(11, 16)

/** Monday is 1, Sunday 7. */
export const weekdayOf = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay() || 7

/** Whether the rules of its zone changed since a time was resolved. */
export const isResolvedAnew = (wall: WallTime, zone: string, storedAt: string): boolean =>
  Date.parse(resolveWallTime(wall, zone).at) !== Date.parse(storedAt)
