import { z } from 'zod'
import type { Design, TextLayer } from './design.ts'
import { FRAME, overlaps, type Zone } from './geometry.ts'

/** Where a shop draws the length of the video over the thumbnail, in percent. */
export const DURATION_BADGE: Zone = { x: 82, y: 84, width: 18, height: 16 }

/** The width of a thumbnail in a carousel, in pixels. */
export const CAROUSEL_WIDTH = 320
/** Letters smaller than this at carousel width cannot be read. */
export const LEGIBLE_PX = 9
/** The smallest contrast of large text (WCAG 2.2, 1.4.3). */
export const MIN_CONTRAST = 3

export const CheckCode = z.enum([
  'outside_frame',
  'under_duration',
  'text_over_product',
  'text_too_small',
  'low_contrast',
  'text_truncated',
])
export type CheckCode = z.infer<typeof CheckCode>

/** One finding about a design before it is used. */
export const ThumbnailCheck = z.object({
  code: CheckCode,
  /** Null when it is about the product's zone. */
  layer_id: z.string().nullable(),
  message: z.string(),
  /** The measured contrast or size; null where nothing is measured. */
  value: z.number().nullable(),
})
export type ThumbnailCheck = z.infer<typeof ThumbnailCheck>

type Rgb = readonly [red: number, green: number, blue: number]

/** The channels of `#RRGGBB`. */
export function rgbOf(color: string): Rgb {
  const value = Number.parseInt(color.slice(1), 16)
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255]
}

function luminance(color: Rgb): number {
  const [red, green, blue] = color.map((channel) => {
    const share = channel / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0)
}

/** The contrast of two colors, 1 to 21 (WCAG 2.2). */
export function contrast(a: Rgb, b: Rgb): number {
  const [light, dark] = [luminance(a), luminance(b)].toSorted((first, second) => second - first)
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05)
}

const mix = (over: Rgb, under: Rgb, opacity: number): Rgb => [
  over[0] * opacity + under[0] * (1 - opacity),
  over[1] * opacity + under[1] * (1 - opacity),
  over[2] * opacity + under[2] * (1 - opacity),
]

/**
 * The contrast of a layer's letters over what is under them: the samples of the image, a plate over them, or an
 * outline. The answer is what nine of ten samples reach, so that one dark speck does not fail a light sky.
 */
export function layerContrast(layer: Pick<TextLayer, 'color' | 'decoration'>, samples: readonly Rgb[]): number {
  const text = rgbOf(layer.color)
  const { decoration } = layer
  if (samples.length === 0) return 21
  const values = samples
    .map((sample) => {
      if (decoration.kind === 'plate')
        return contrast(text, mix(rgbOf(decoration.color), sample, decoration.opacity_percent / 100))
      // An outline parts the letters from the image; letters that match the image still need to differ from it.
      if (decoration.kind === 'outline')
        return Math.max(contrast(text, sample), contrast(text, rgbOf(decoration.color)))
      return contrast(text, sample)
    })
    .toSorted((a, b) => a - b)
  return values[Math.floor(values.length / 10)] ?? 21
}

/** What the renderer measured of a layer; without it only the design itself is checked. */
export type LayerMeasure = { layer_id: string; font_px: number; truncated: boolean; samples: readonly Rgb[] }

const isOutside = ({ x, y, width, height }: Zone) => x < 0 || y < 0 || x + width > 100.000001 || y + height > 100.000001

/** Everything that makes a design hard to use, the worst first. An empty answer is a good design. */
export function checkDesign(design: Design, measures: readonly LayerMeasure[] = []): ThumbnailCheck[] {
  const found: ThumbnailCheck[] = []
  const add = (code: CheckCode, layer_id: string | null, message: string, value: number | null = null) =>
    found.push({ code, layer_id, message, value })
  if (isOutside(design.placement_zone)) add('outside_frame', null, 'The product zone ends outside the frame.')
  if (overlaps(design.placement_zone, DURATION_BADGE)) {
    add('under_duration', null, "Part of the product is under the video's duration.")
  }
  for (const layer of design.layers) {
    if (isOutside(layer.zone)) add('outside_frame', layer.id, 'The text zone ends outside the frame.')
    if (overlaps(layer.zone, DURATION_BADGE)) {
      add('under_duration', layer.id, "Part of the text is under the video's duration.")
    }
    if (overlaps(layer.zone, design.placement_zone)) {
      add('text_over_product', layer.id, 'The text covers part of the product.')
    }
    checkLayer(
      layer,
      measures.find(({ layer_id }) => layer_id === layer.id),
      add,
    )
  }
  return found
}

type Add = (code: CheckCode, layer_id: string | null, message: string, value?: number | null) => void

function checkLayer(layer: TextLayer, measure: LayerMeasure | undefined, add: Add): void {
  const px = measure?.font_px ?? layer.max_px
  const carouselPx = (px * CAROUSEL_WIDTH) / FRAME.width
  if (carouselPx < LEGIBLE_PX) {
    const needed = Math.ceil((LEGIBLE_PX * FRAME.width) / CAROUSEL_WIDTH)
    add('text_too_small', layer.id, `In a carousel this text is too small to read. It needs ${needed} px.`, px)
  }
  if (measure === undefined) return
  const reached = layerContrast(layer, measure.samples)
  if (reached < MIN_CONTRAST) {
    const rounded = Math.round(reached * 10) / 10
    add('low_contrast', layer.id, `The contrast is ${rounded}:1. Readable text needs ${MIN_CONTRAST}:1.`, rounded)
  }
  if (measure.truncated) add('text_truncated', layer.id, 'The text is too long, so it ends with an ellipsis.')
}
