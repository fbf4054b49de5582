import { describe, expect, test } from 'vitest'
import { fc } from '../testing/property.ts'
import { FRAME, fitInto, keepInFrame, overlaps, Zone, zoneToPixels } from './geometry.ts'

const zones = fc
  .tuple(...[0, 1, 2, 3].map(() => fc.double({ min: 0, max: 1, noNaN: true })))
  .map(([x = 0, y = 0, width = 0, height = 0]) => ({
    x: x * 99,
    y: y * 99,
    width: Math.max(1, width * (100 - x * 99)),
    height: Math.max(1, height * (100 - y * 99)),
  }))

describe('a zone in pixels', () => {
  test.each([
    [
      { x: 0, y: 0, width: 100, height: 100 },
      { left: 0, top: 0, width: 1280, height: 720 },
    ],
    [
      { x: 20, y: 20, width: 40, height: 50 },
      { left: 256, top: 144, width: 512, height: 360 },
    ],
    [
      { x: 33.333, y: 0, width: 66.667, height: 50 },
      { left: 427, top: 0, width: 853, height: 360 },
    ],
    [
      { x: 99, y: 99, width: 1, height: 1 },
      { left: 1267, top: 713, width: 13, height: 7 },
    ],
  ])('%j is %j', (zone, box) => {
    expect(zoneToPixels(zone)).toEqual(box)
  })

  test('never leaves the frame and always has a pixel', () => {
    fc.assert(
      fc.property(
        zones,
        fc.integer({ min: 1, max: 4000 }),
        fc.integer({ min: 1, max: 4000 }),
        (zone, width, height) => {
          const box = zoneToPixels(zone, { width, height })
          expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(1)
          expect(box.left + box.width).toBeLessThanOrEqual(width)
          expect(box.top + box.height).toBeLessThanOrEqual(height)
          expect(Object.values(box).every(Number.isInteger)).toBe(true)
        },
      ),
    )
  })

  test('of two that touch in percent touch in pixels: edges are rounded, never widths', () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 98, noNaN: true }), (cut) => {
        const left = zoneToPixels({ x: 0, y: 0, width: cut, height: 100 })
        const right = zoneToPixels({ x: cut, y: 0, width: 100 - cut, height: 100 })
        expect(right.left).toBe(left.width)
        expect(right.left + right.width).toBe(FRAME.width)
      }),
    )
  })
})

test.each([
  [{ x: 0, y: 0, width: 1, height: 1 }, true],
  [{ x: 33.333, y: 0, width: 66.667, height: 10 }, true],
  [{ x: 50, y: 0, width: 51, height: 10 }, false],
  [{ x: 0, y: 0, width: 0, height: 10 }, false],
  [{ x: -1, y: 0, width: 10, height: 10 }, false],
  [{ x: 0, y: 0, width: 10, height: 10, angle: 3 }, false],
])('the zone %j is accepted: %s', (zone, isAccepted) => {
  expect(Zone.safeParse(zone).success).toBe(isAccepted)
})

describe('an image in its zone', () => {
  const box = { left: 100, top: 50, width: 400, height: 200 }

  test.each([
    ['contain', { width: 1500, height: 1500 }, { left: 200, top: 50, width: 200, height: 200 }],
    ['contain', { width: 1500, height: 100 }, { left: 100, top: 136, width: 400, height: 27 }],
    ['contain', { width: 1, height: 5000 }, { left: 299, top: 50, width: 1, height: 200 }],
    ['cover', { width: 1500, height: 1500 }, { left: 100, top: -50, width: 400, height: 400 }],
    ['contain', { width: 4, height: 2 }, { left: 100, top: 50, width: 400, height: 200 }],
  ] as const)('%s of %j is %j', (fit, image, expected) => {
    expect(fitInto(image, box, fit)).toEqual(expected)
  })

  test('contain stays in the box and touches it; cover fills it', () => {
    const sides = fc.integer({ min: 1, max: 5000 })
    fc.assert(
      fc.property(sides, sides, (width, height) => {
        const inside = fitInto({ width, height }, box, 'contain')
        expect(inside.left >= box.left && inside.left + inside.width <= box.left + box.width).toBe(true)
        expect(inside.top >= box.top && inside.top + inside.height <= box.top + box.height).toBe(true)
        expect(inside.width === box.width || inside.height === box.height).toBe(true)
        const outside = fitInto({ width, height }, box, 'cover')
        expect(outside.width >= box.width && outside.height >= box.height).toBe(true)
      }),
    )
  })
})

test('zones overlap when they share area, not when they touch', () => {
  const zone = { x: 10, y: 10, width: 20, height: 20 }
  expect(overlaps(zone, { x: 30, y: 10, width: 20, height: 20 })).toBe(false)
  expect(overlaps(zone, { x: 29.9, y: 10, width: 20, height: 20 })).toBe(true)
  expect(overlaps(zone, { x: 15, y: 15, width: 1, height: 1 })).toBe(true)
})

test('a dragged zone stays in the frame and stays a zone', () => {
  const any = fc.double({ min: -300, max: 300, noNaN: true })
  fc.assert(
    fc.property(any, any, any, any, (x, y, width, height) => {
      expect(Zone.safeParse(keepInFrame({ x, y, width, height })).success).toBe(true)
    }),
  )
  expect(keepInFrame({ x: 95, y: -3, width: 20, height: 20 })).toEqual({ x: 80, y: 0, width: 20, height: 20 })
})
