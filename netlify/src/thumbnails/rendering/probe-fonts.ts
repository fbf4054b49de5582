import { THUMBNAIL_SCRIPTS } from '#core/thumbnails/scripts.ts'
import { familiesFor, openFont } from './fonts.ts'
import type { Sharp } from './open-sharp.ts'
import { familyList, xml } from './text-svg.ts'

const PX = 24
const ROW = 40
const WIDTH = 320

/** The share of a row's ink that may differ between a drawn text and the outlines of its font. */
const TOLERANCE = 0.05

/**
 * Draws one letter of every script twice: as text, as thumbnails draw it, and as the outline that the font file holds.
 * Throws when the two differ, naming the scripts: the font was not found and libvips drew another one, or boxes.
 */
export async function probeFonts(sharp: Sharp): Promise<void> {
  const rows = THUMBNAIL_SCRIPTS.map(({ name, font, probe }, index) => ({
    name,
    text: textRow(probe, index),
    outline: outlineRow(font, probe, index),
  }))
  const [drawn, expected] = await Promise.all([
    inkOf(sharp, rows.map(({ text }) => text).join('')),
    inkOf(sharp, rows.map(({ outline }) => outline).join('')),
  ])
  const missing = rows.filter((_, index) => differs(drawn, expected, index)).map(({ name }) => name)
  if (missing.length > 0) {
    throw new Error(
      `Thumbnails cannot draw ${missing.join(', ')}: a bundled font is missing (netlify/fonts/fonts.conf).`,
    )
  }
}

const baseline = (index: number) => index * ROW + 30

const textRow = (sample: string, index: number) =>
  `<text x="4" y="${baseline(index)}" font-family="${familyList(familiesFor(sample))}" font-weight="700" font-size="${PX}">${xml(sample)}</text>`

function outlineRow(family: string, sample: string, index: number): string {
  const font = openFont(family)
  const scale = PX / font.unitsPerEm
  let x = 4
  return [...sample]
    .map((char) => {
      const glyph = font.glyphForCodePoint(char.codePointAt(0) ?? 0)
      const at = x
      x += glyph.advanceWidth * scale
      return `<path transform="translate(${at} ${baseline(index)}) scale(${scale} ${-scale})" d="${glyph.path.toSVG()}"/>`
    })
    .join('')
}

const inkOf = (sharp: Sharp, content: string) =>
  sharp(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${ROW * THUMBNAIL_SCRIPTS.length}">${content}</svg>`,
    ),
  )
    .extractChannel('alpha')
    .raw()
    .toBuffer()

function differs(drawn: Buffer, expected: Buffer, index: number): boolean {
  let ink = 0
  let difference = 0
  for (let at = index * ROW * WIDTH; at < (index + 1) * ROW * WIDTH; at += 1) {
    ink += expected[at] ?? 0
    difference += Math.abs((drawn[at] ?? 0) - (expected[at] ?? 0))
  }
  return ink === 0 || difference / ink > TOLERANCE
}
