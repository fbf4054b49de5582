import { keepInFrame, type Zone } from '#core/thumbnails/geometry.ts'

/** The edges that a handle moves: `n` is the top edge, `se` the corner at the bottom right. */
export const HANDLES = ['nw', 'n', 'ne', 'e', 'se', 's', 'sw', 'w'] as const
export type Handle = (typeof HANDLES)[number]

/** The lines that a zone snapped to, in percent. */
export type Guides = { x: number[]; y: number[] }
export type Snapped = { zone: Zone; guides: Guides }

/** The smallest side of a zone, in percent. */
const MIN_SIDE = 1
/** So near to a line, in percent, a zone snaps to it. */
const SNAP_DISTANCE = 1

/** Two decimals are a quarter of a pixel of the finished frame. */
const round = (value: number) => Math.round(value * 100) / 100

/** A zone with rounded numbers that lies within the frame. */
export function tidyZone(zone: Zone): Zone {
  const { x, y, width, height } = keepInFrame(zone)
  const [left, top] = [round(x), round(y)]
  return { x: left, y: top, width: round(Math.min(width, 100 - left)), height: round(Math.min(height, 100 - top)) }
}

/** The zone moved by a distance in percent; at the frame's edge it stays as large as it is. */
export const moveZone = (zone: Zone, dx: number, dy: number): Zone =>
  tidyZone({ ...zone, x: zone.x + dx, y: zone.y + dy })

const clamp = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high)

/** The zone with the edges of one handle moved; the other edges stay where they are. */
export function resizeZone(zone: Zone, handle: Handle, dx: number, dy: number): Zone {
  let { x: left, y: top } = zone
  let right = left + zone.width
  let bottom = top + zone.height
  if (handle.includes('w')) left = clamp(left + dx, 0, right - MIN_SIDE)
  if (handle.includes('e')) right = clamp(right + dx, left + MIN_SIDE, 100)
  if (handle.includes('n')) top = clamp(top + dy, 0, bottom - MIN_SIDE)
  if (handle.includes('s')) bottom = clamp(bottom + dy, top + MIN_SIDE, 100)
  return tidyZone({ x: left, y: top, width: right - left, height: bottom - top })
}

const linesOf = (start: number, length: number) => [start, start + length / 2, start + length]

/** The nearest line to one of the given places, and how far it is from there; null when none is near. */
function nearest(places: readonly number[], lines: readonly number[]) {
  let best: { line: number; by: number } | null = null
  for (const place of places) {
    for (const line of lines) {
      const by = line - place
      if (Math.abs(by) <= SNAP_DISTANCE && (best === null || Math.abs(by) < Math.abs(best.by))) best = { line, by }
    }
  }
  return best
}

const linesAlong = (others: readonly Zone[], axis: 'x' | 'y') => [
  ...linesOf(0, 100),
  ...others.flatMap((other) => linesOf(other[axis], axis === 'x' ? other.width : other.height)),
]

/** Moves a zone to the frame's edges and middle, and to those of other zones, when it is near to them. */
export function snapMoved(zone: Zone, others: readonly Zone[]): Snapped {
  const x = nearest(linesOf(zone.x, zone.width), linesAlong(others, 'x'))
  const y = nearest(linesOf(zone.y, zone.height), linesAlong(others, 'y'))
  return {
    zone: moveZone(zone, x?.by ?? 0, y?.by ?? 0),
    guides: { x: x ? [x.line] : [], y: y ? [y.line] : [] },
  }
}

/** The same for the edges that a handle moves. */
export function snapResized(zone: Zone, handle: Handle, others: readonly Zone[]): Snapped {
  const edge = (start: string, end: string, from: number, length: number) =>
    handle.includes(start) ? [from] : handle.includes(end) ? [from + length] : []
  const x = nearest(edge('w', 'e', zone.x, zone.width), linesAlong(others, 'x'))
  const y = nearest(edge('n', 's', zone.y, zone.height), linesAlong(others, 'y'))
  return {
    zone: resizeZone(zone, handle, x?.by ?? 0, y?.by ?? 0),
    guides: { x: x ? [x.line] : [], y: y ? [y.line] : [] },
  }
}

const ARROWS: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/** What an arrow key does: it moves the zone by 1 %, with Shift it resizes it, with Alt it goes by 0.1 %. */
export function zoneByKey(
  zone: Zone,
  { key, shiftKey, altKey }: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'altKey'>,
): Zone | null {
  const arrow = ARROWS[key]
  if (!arrow) return null
  const step = altKey ? 0.1 : 1
  const [dx, dy] = [arrow[0] * step, arrow[1] * step]
  return shiftKey ? resizeZone(zone, 'se', dx, dy) : moveZone(zone, dx, dy)
}
