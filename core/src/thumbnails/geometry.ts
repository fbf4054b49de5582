import { z } from 'zod'

/** The size of every finished thumbnail in pixels. */
export const FRAME = { width: 1280, height: 720 } as const

const Percent = z.number().min(0).max(100)
/** What a zone may exceed the frame by: the sum of two rounded percentages. */
const TOLERANCE = 1e-6

/** A rectangle in percent of the frame. Zero is a position like any other. */
export const Zone = z
  .strictObject({ x: Percent, y: Percent, width: Percent.min(1), height: Percent.min(1) })
  .refine(({ x, width }) => x + width <= 100 + TOLERANCE, {
    path: ['width'],
    message: 'The zone ends outside the frame.',
  })
  .refine(({ y, height }) => y + height <= 100 + TOLERANCE, {
    path: ['height'],
    message: 'The zone ends outside the frame.',
  })
export type Zone = z.infer<typeof Zone>

export type Size = { width: number; height: number }
export type PixelBox = { left: number; top: number; width: number; height: number }

/**
 * A zone in whole pixels. The edges are rounded, never the widths: zones that touch in percent touch in pixels, and a
 * zone that ends at the frame's edge never leaves the frame.
 */
export function zoneToPixels(zone: Zone, frame: Size = FRAME): PixelBox {
  const edge = (percent: number, length: number) => Math.min(length, Math.max(0, Math.round((percent / 100) * length)))
  const left = Math.min(edge(zone.x, frame.width), frame.width - 1)
  const top = Math.min(edge(zone.y, frame.height), frame.height - 1)
  const right = Math.max(edge(zone.x + zone.width, frame.width), left + 1)
  const bottom = Math.max(edge(zone.y + zone.height, frame.height), top + 1)
  return { left, top, width: right - left, height: bottom - top }
}

/** How an image fills its zone: `contain` shows all of it, `cover` fills the zone and crops the image. */
export const Fit = z.enum(['contain', 'cover'])
export type Fit = z.infer<typeof Fit>

/**
 * Where an image of this size is drawn: centered in the box and at its own ratio. The answer of `contain` lies within
 * the box; the answer of `cover` is as large as the box, or larger in one direction.
 */
export function fitInto(image: Size, box: PixelBox, fit: Fit): PixelBox {
  const ratios = [box.width / image.width, box.height / image.height]
  const scale = fit === 'contain' ? Math.min(...ratios) : Math.max(...ratios)
  const limit = fit === 'contain' ? Math.min : Math.max
  const width = Math.max(1, limit(box.width, Math.round(image.width * scale)))
  const height = Math.max(1, limit(box.height, Math.round(image.height * scale)))
  return {
    left: box.left + Math.floor((box.width - width) / 2),
    top: box.top + Math.floor((box.height - height) / 2),
    width,
    height,
  }
}

/** Whether two rectangles share any area; touching edges do not count. */
export const overlaps = (a: Zone, b: Zone): boolean =>
  a.x < b.x + b.width - TOLERANCE &&
  b.x < a.x + a.width - TOLERANCE &&
  a.y < b.y + b.height - TOLERANCE &&
  b.y < a.y + a.height - TOLERANCE

/** A zone moved and shrunk just enough to lie within the frame: what dragging and arrow keys do at an edge. */
export function keepInFrame({ x, y, width, height }: Zone): Zone {
  const size = { width: Math.min(Math.max(width, 1), 100), height: Math.min(Math.max(height, 1), 100) }
  return {
    x: Math.min(Math.max(x, 0), 100 - size.width),
    y: Math.min(Math.max(y, 0), 100 - size.height),
    ...size,
  }
}
