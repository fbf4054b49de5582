import { describe, expect, test } from 'vitest'
import { fc, runs } from '#core/testing/property.ts'
import { Zone } from '#core/thumbnails/geometry.ts'
import { HANDLES, moveZone, resizeZone, snapMoved, snapResized, zoneByKey } from './zone-moves.ts'

const zone = { x: 10, y: 20, width: 30, height: 40 }

describe('moving', () => {
  test('keeps the size, also at the edges', () => {
    expect(moveZone(zone, 5, -5)).toEqual({ x: 15, y: 15, width: 30, height: 40 })
    expect(moveZone(zone, 500, -500)).toEqual({ x: 70, y: 0, width: 30, height: 40 })
  })

  test('snaps to the middle of the frame and to another zone, and says to which lines', () => {
    const other = { x: 60, y: 50, width: 20, height: 20 }
    expect(snapMoved({ ...zone, x: 35.4 }, [])).toEqual({ zone: { ...zone, x: 35 }, guides: { x: [50], y: [] } })
    expect(snapMoved({ ...zone, y: 9.3 }, [other])).toEqual({ zone: { ...zone, y: 10 }, guides: { x: [], y: [50] } })
    expect(snapMoved({ ...zone, x: 13, y: 13 }, [other]).guides).toEqual({ x: [], y: [] })
  })
})

describe('resizing', () => {
  test.each([
    ['se', { x: 10, y: 20, width: 35, height: 45 }],
    ['nw', { x: 15, y: 25, width: 25, height: 35 }],
    ['n', { x: 10, y: 25, width: 30, height: 35 }],
    ['w', { x: 15, y: 20, width: 25, height: 40 }],
  ] as const)('the handle %s moves only its edges', (handle, expected) => {
    expect(resizeZone(zone, handle, 5, 5)).toEqual(expected)
  })

  test('an edge never passes its opposite, and never leaves the frame', () => {
    expect(resizeZone(zone, 'w', 90, 0)).toEqual({ x: 39, y: 20, width: 1, height: 40 })
    expect(resizeZone(zone, 'se', 900, 900)).toEqual({ x: 10, y: 20, width: 90, height: 80 })
  })

  test('snaps the edge that moves', () => {
    expect(snapResized({ ...zone, width: 89.5 }, 'e', [])).toEqual({
      zone: { ...zone, width: 90 },
      guides: { x: [100], y: [] },
    })
  })
})

describe('keys', () => {
  const key = (name: string, more: { shiftKey?: boolean; altKey?: boolean } = {}) =>
    zoneByKey(zone, { key: name, shiftKey: false, altKey: false, ...more })

  test('arrows move, with Shift they resize, with Alt they do it finely', () => {
    expect(key('ArrowLeft')).toEqual({ ...zone, x: 9 })
    expect(key('ArrowDown', { altKey: true })).toEqual({ ...zone, y: 20.1 })
    expect(key('ArrowRight', { shiftKey: true })).toEqual({ ...zone, width: 31 })
    expect(key('ArrowUp', { shiftKey: true, altKey: true })).toEqual({ ...zone, height: 39.9 })
    expect(key('a')).toBeNull()
  })
})

test('whatever is done to it, a zone stays a zone that the API takes', () => {
  const percent = fc.double({ min: 0, max: 100, noNaN: true })
  const distance = fc.double({ min: -250, max: 250, noNaN: true })
  fc.assert(
    fc.property(percent, percent, percent, percent, distance, distance, fc.constantFrom(...HANDLES), (...drawn) => {
      const [x, y, width, height, dx, dy, handle] = drawn
      const begun = moveZone({ x, y, width, height }, 0, 0)
      const moved = snapMoved(moveZone(begun, dx, dy), [begun]).zone
      const resized = snapResized(resizeZone(moved, handle, dx, dy), handle, [begun]).zone
      for (const result of [begun, moved, resized]) expect(Zone.safeParse(result).success).toBe(true)
    }),
    runs(500),
  )
})
