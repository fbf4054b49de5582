/** Clocks of time zones, daylight saving included, from the platform's own data. Instants are epoch milliseconds. */

const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS
/** No zone changes its clock inside a quarter of an hour of UTC. */
const QUARTER_MS = 15 * MINUTE_MS
const MAX_CACHED_OFFSETS = 50_000
/** There are some six hundred; a name can be spelt in many ways. */
const MAX_CACHED_ZONES = 1000

/** `offsets` by the instant they begin at: days, and quarters of an hour where a day has two. */
type Zone = { format: Intl.DateTimeFormat; offsets: Map<number, number> }

const zones = new Map<string, Zone>()

function zoneOf(name: string): Zone {
  const known = zones.get(name)
  if (known) return known
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: name,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  if (zones.size >= MAX_CACHED_ZONES) zones.clear()
  const zone = { format, offsets: new Map<number, number>() }
  zones.set(name, zone)
  return zone
}

/** What the zone's clock is ahead of UTC at that instant, in milliseconds. Throws `RangeError` for no zone. */
function offsetAt(zoneName: string, atMs: number): number {
  if (zoneName === 'UTC') return 0
  const zone = zoneOf(zoneName)
  const dayMs = Math.floor(atMs / DAY_MS) * DAY_MS
  const first = cachedOffset(zone, dayMs)
  // No zone changes its clock twice in a day: what is the same at both ends is the same between them.
  if (first === cachedOffset(zone, dayMs + DAY_MS)) return first
  return cachedOffset(zone, Math.floor(atMs / QUARTER_MS) * QUARTER_MS)
}

function cachedOffset(zone: Zone, atMs: number): number {
  const known = zone.offsets.get(atMs)
  if (known !== undefined) return known
  if (zone.offsets.size >= MAX_CACHED_OFFSETS) zone.offsets.clear()
  const part: Record<string, string> = {}
  for (const { type, value } of zone.format.formatToParts(atMs)) part[type] = value
  const { year, month, day, hour, minute, second } = part
  const clockMs = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second))
  const offset = clockMs - atMs
  zone.offsets.set(atMs, offset)
  return offset
}

/** What the zone's clock shows, as milliseconds that read right in UTC. */
export const clockAt = (zoneName: string, atMs: number): number => atMs + offsetAt(zoneName, atMs)

/** The calendar day of the zone, `2026-11-22`. */
export const dayIn = (zoneName: string, atMs: number): string =>
  new Date(clockAt(zoneName, atMs)).toISOString().slice(0, 10)

/**
 * The first instant from `fromMs` on at which the zone's clock shows `clockMs` or later, when it shows less at `fromMs`.
 * A time the clock jumps over counts as reached at the jump.
 */
export function instantWhen(zoneName: string, clockMs: number, fromMs: number): number {
  const before = offsetAt(zoneName, clockMs - DAY_MS)
  const after = offsetAt(zoneName, clockMs + DAY_MS)
  const earliest = Math.max(fromMs, clockMs - Math.max(before, after))
  if (before === after) return earliest
  for (let quarter = Math.floor(earliest / QUARTER_MS); ; quarter += 1) {
    const startMs = Math.max(earliest, quarter * QUARTER_MS)
    const reachedMs = Math.max(startMs, clockMs - offsetAt(zoneName, startMs))
    if (reachedMs < (quarter + 1) * QUARTER_MS) return reachedMs
  }
}
