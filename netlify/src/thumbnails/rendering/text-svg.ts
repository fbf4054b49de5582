import type { TextLayer } from '#core/thumbnails/design.ts'
import { LINE_HEIGHT, type TextFit } from '#core/thumbnails/fit-text.ts'
import type { Size } from '#core/thumbnails/geometry.ts'

/** Text as data: XML's own characters are escaped, and those that XML forbids are left out. */
export const xml = (text: string): string =>
  text
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)

export const familyList = (families: readonly string[]): string => families.join(', ')

const RIGHT_TO_LEFT = /^[^\p{L}]*[\p{Script=Arabic}\p{Script=Hebrew}]/u

// A space takes the font before it, and that of emoji has one as wide as they are, but not this one.
const AFTER_EMOJI = /(?<=[\p{Extended_Pictographic}\p{Regional_Indicator}\p{Emoji_Modifier}\p{Variation_Selector}]) /gu
const FOUR_PER_EM = '\u2005'

/** The space that a layer's decoration takes on each side of its text. */
export const insetOf = ({ decoration }: Pick<TextLayer, 'decoration'>): number =>
  decoration.kind === 'plate' ? decoration.padding_px : decoration.kind === 'outline' ? decoration.width_px : 0

/** Where the lines of a layer stand in its box: what is drawn, and what the contrast is measured under. */
export function blockOf(layer: TextLayer, fit: TextFit, box: Size, widths: readonly number[]) {
  const inset = insetOf(layer)
  const line = fit.font_px * LINE_HEIGHT
  const width = Math.min(box.width, Math.max(...widths, 0) + 2 * inset)
  const height = Math.min(box.height, fit.lines.length * line + 2 * inset)
  const place = (free: number, where: 'start' | 'middle' | 'end') =>
    where === 'start' ? 0 : where === 'middle' ? free / 2 : free
  const left = place(box.width - width, { left: 'start', center: 'middle', right: 'end' }[layer.align] as never) // safe: the three values of `place`
  const top = place(
    box.height - height,
    { top: 'start', middle: 'middle', bottom: 'end' }[layer.vertical_align] as never,
  ) // safe: as above
  return { left, top, width, height, inset, line }
}

/** One text layer as an SVG of its box. */
export function textSvg(
  layer: TextLayer,
  fit: TextFit,
  box: Size,
  { families, widths, text }: { families: readonly string[]; widths: readonly number[]; text: string },
): string {
  const block = blockOf(layer, fit, box, widths)
  const { decoration } = layer
  const plate =
    decoration.kind === 'plate'
      ? `<rect x="${block.left}" y="${block.top}" width="${block.width}" height="${block.height}" rx="${decoration.radius_px}" fill="${decoration.color}" fill-opacity="${decoration.opacity_percent / 100}"/>`
      : ''
  const outline =
    decoration.kind === 'outline'
      ? ` stroke="${decoration.color}" stroke-width="${decoration.width_px * 2}" stroke-linejoin="round" paint-order="stroke"`
      : ''
  const x = {
    left: block.left + block.inset,
    center: block.left + block.width / 2,
    right: block.left + block.width - block.inset,
  }[layer.align]
  // The first letter of the whole text decides, so that each of its lines runs the same way.
  const isRightToLeft = RIGHT_TO_LEFT.test(text)
  const lines = fit.lines.map((line, index) => {
    // The start of a line is its right end where the text runs from right to left.
    const start = isRightToLeft ? 'end' : 'start'
    const end = isRightToLeft ? 'start' : 'end'
    const anchor = { left: start, center: 'middle', right: end }[layer.align]
    const y = block.top + block.inset + index * block.line + fit.font_px * BASELINE
    return `<text x="${x}" y="${y}" text-anchor="${anchor}"${isRightToLeft ? ' direction="rtl"' : ''}>${xml(line.replace(AFTER_EMOJI, FOUR_PER_EM))}</text>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${box.width}" height="${box.height}">${plate}<g font-family="${familyList(families)}" font-weight="700" font-size="${fit.font_px}" fill="${layer.color}"${outline}>${lines.join('')}</g></svg>`
}

/** From the top of a line to its baseline, in parts of the text's size: ascender and descender share the line. */
const BASELINE = 0.93
