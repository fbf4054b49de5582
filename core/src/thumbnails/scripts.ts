import { graphemesOf } from './fit-text.ts'

/**
 * One script that thumbnails can draw. `sample`: words in it. `probe`: letters of the font that stand alone, which the
 * renderer draws at its start.
 */
export type ThumbnailScript = { code: string; name: string; font: string; sample: string; probe: string }

/** The scripts that thumbnails can draw, each with the font that brings it. Another script is a warning. */
export const THUMBNAIL_SCRIPTS: readonly ThumbnailScript[] = [
  { code: 'Latn', name: 'Latin', font: 'Noto Sans', sample: 'Honest Revíew ß', probe: 'Hß' },
  { code: 'Grek', name: 'Greek', font: 'Noto Sans', sample: 'Ειλικρινής', probe: 'Λω' },
  { code: 'Cyrl', name: 'Cyrillic', font: 'Noto Sans', sample: 'Честный обзор', probe: 'Жд' },
  { code: 'Deva', name: 'Devanagari', font: 'Noto Sans', sample: 'ईमानदार', probe: 'ई' },
  { code: 'Arab', name: 'Arabic', font: 'Noto Sans Arabic', sample: 'مراجعة صادقة', probe: 'د' },
  { code: 'Hebr', name: 'Hebrew', font: 'Noto Sans Hebrew', sample: 'ביקורת כנה', probe: 'ש' },
  { code: 'Thai', name: 'Thai', font: 'Noto Sans Thai', sample: 'รีวิวจริง', probe: 'รว' },
  { code: 'Jpan', name: 'Japanese', font: 'Noto Sans JP', sample: '正直なレビュー', probe: 'の骨' },
  { code: 'Hans', name: 'Chinese', font: 'Noto Sans SC', sample: '电饭煲评测', probe: '骨直' },
  { code: 'Kore', name: 'Korean', font: 'Noto Sans KR', sample: '솔직한 리뷰', probe: '솔직' },
  { code: 'Zsye', name: 'Emoji', font: 'Noto Emoji', sample: '😀🔥✅', probe: '🔥' },
]

/** Ordered ranges of code points, each `[first, last]`. */
export type Coverage = readonly (readonly [first: number, last: number])[]

/** Whether a code point lies in one of the ranges. */
export function isCovered(coverage: Coverage, codePoint: number): boolean {
  let low = 0
  let high = coverage.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const [first, last] = coverage[middle] ?? [0, -1]
    if (codePoint < first) high = middle - 1
    else if (codePoint > last) low = middle + 1
    else return true
  }
  return false
}

/** The ranges of a set of code points. */
export function coverageOf(codePoints: Iterable<number>): [number, number][] {
  const ranges: [number, number][] = []
  for (const codePoint of [...new Set(codePoints)].toSorted((a, b) => a - b)) {
    const last = ranges.at(-1)
    if (last && codePoint === last[1] + 1) last[1] = codePoint
    else ranges.push([codePoint, codePoint])
  }
  return ranges
}

// These draw nothing of their own: white space, joiners, marks of direction, and selectors of a style.
const INVISIBLE = /^(?:\s|\p{Cf}|\p{Variation_Selector})$/u

// A key with a digit: fonts draw the digit and an empty key beside it.
const KEYCAP = /^([0-9#*])\uFE0F?\u20E3$/u

/**
 * The form of one character, as people see it, that a font can draw: itself, its letters composed or taken apart, or the
 * plain letter of a decorated one (𝐁 is B). Null when there is none.
 */
export function drawnForm(grapheme: string, hasGlyph: (codePoint: number) => boolean): string | null {
  const isDrawn = (form: string) =>
    [...form].every((char) => INVISIBLE.test(char) || hasGlyph(char.codePointAt(0) ?? 0))
  const plain = KEYCAP.exec(grapheme)?.[1] ?? grapheme
  const forms = [plain, ...(['NFC', 'NFD', 'NFKC'] as const).map((form) => plain.normalize(form))]
  return forms.find(isDrawn) ?? null
}

/** The characters, as people see them and each once, that no font can draw in any form. */
export function missingCharacters(text: string, coverage: Coverage): string[] {
  const hasGlyph = (codePoint: number) => isCovered(coverage, codePoint)
  return [...new Set(graphemesOf(text).filter((grapheme) => drawnForm(grapheme, hasGlyph) === null))]
}
