import { z } from 'zod'
import { Fit, Zone } from './geometry.ts'

/** `#RRGGBB`. */
export const HexColor = z.string().regex(/^#[0-9A-Fa-f]{6}$/, 'A color is # and six hexadecimal digits.')

/** Where a layer's text comes from: the product's video title, the owner's title prefix, or the layer itself. */
export const LayerSource = z.enum(['video_title', 'owner_prefix', 'free_text'])
export type LayerSource = z.infer<typeof LayerSource>

/** What keeps text readable over any image: nothing, an outline around the letters, or a plate behind them. */
export const Decoration = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('outline'), color: HexColor, width_px: z.number().int().min(1).max(24) }),
  z.strictObject({
    kind: z.literal('plate'),
    color: HexColor,
    opacity_percent: z.number().int().min(0).max(100),
    padding_px: z.number().int().min(0).max(80),
    radius_px: z.number().int().min(0).max(120),
  }),
])
export type Decoration = z.infer<typeof Decoration>

/** The smallest and largest text, in pixels of a frame of 1280 × 720. */
export const TEXT_PX = { min: 8, max: 400 } as const
const TextPx = z.number().int().min(TEXT_PX.min).max(TEXT_PX.max)

/** The longest text that a layer draws, in UTF-16 units. */
export const LAYER_TEXT_MAX = 500

export const TextLayer = z
  .strictObject({
    /** Names the layer in warnings and checks; unique within its template. */
    id: z.string().regex(/^[a-z0-9-]{1,40}$/, 'A layer is named by small letters, digits and hyphens.'),
    source: LayerSource,
    /** The text of a `free_text` layer; ignored otherwise. */
    text: z.string().max(200).default(''),
    zone: Zone,
    min_px: TextPx,
    max_px: TextPx,
    max_lines: z.number().int().min(1).max(6),
    align: z.enum(['left', 'center', 'right']),
    vertical_align: z.enum(['top', 'middle', 'bottom']),
    color: HexColor,
    decoration: Decoration,
  })
  .refine(({ min_px, max_px }) => min_px <= max_px, {
    path: ['max_px'],
    message: 'The maximum size is at least the minimum size.',
  })
export type TextLayer = z.infer<typeof TextLayer>

export const MAX_LAYERS = 8
const Layers = z
  .array(TextLayer)
  .max(MAX_LAYERS)
  .refine((layers) => new Set(layers.map(({ id }) => id)).size === layers.length, 'Two layers have the same id.')

/** What a template says besides its image. */
export const Design = z.strictObject({
  /** Where the product stands. */
  placement_zone: Zone,
  fit: Fit,
  /** Fills the product's zone under the product; null shows the template's image there. */
  background: HexColor.nullable(),
  /** Makes the white that surrounds a product photo transparent. */
  removes_white_background: z.boolean(),
  layers: Layers,
})
export type Design = z.infer<typeof Design>

/** The parts of a template that a version can change. */
export const TemplatePart = z.enum(['image', ...Design.keyof().options])
export type TemplatePart = z.infer<typeof TemplatePart>

/** The values that text layers draw. */
export type LayerTexts = { video_title: string; owner_prefix: string }

// Halves of a character, and marks that would turn the text around beyond the end of their line.
const NO_TEXT = /[\p{Cs}\uFFFD\u202A-\u202E]+/gu

/** The text of a layer: one line of data without control characters, whatever its source holds. */
export function layerText(layer: Pick<TextLayer, 'source' | 'text'>, texts: LayerTexts): string {
  const text = layer.source === 'free_text' ? layer.text : texts[layer.source]
  return text
    .replace(NO_TEXT, '')
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .normalize('NFC')
    .trim()
}
