import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import emoji from '@expo-google-fonts/noto-emoji/package.json' with { type: 'json' }
import latin from '@expo-google-fonts/noto-sans/package.json' with { type: 'json' }
import arabic from '@expo-google-fonts/noto-sans-arabic/package.json' with { type: 'json' }
import hebrew from '@expo-google-fonts/noto-sans-hebrew/package.json' with { type: 'json' }
import japanese from '@expo-google-fonts/noto-sans-jp/package.json' with { type: 'json' }
import korean from '@expo-google-fonts/noto-sans-kr/package.json' with { type: 'json' }
import chinese from '@expo-google-fonts/noto-sans-sc/package.json' with { type: 'json' }
import thai from '@expo-google-fonts/noto-sans-thai/package.json' with { type: 'json' }
import { create, type Font } from 'fontkit'
import type { Measure } from '#core/thumbnails/fit-text.ts'
import { graphemesOf } from '#core/thumbnails/fit-text.ts'
import { coverageOf, drawnForm } from '#core/thumbnails/scripts.ts'

const FOLDER = 'node_modules/@expo-google-fonts'

type FontFile = { family: string; file: string; version: string }

// The order is the order in which a character looks for its font.
const FILES: readonly FontFile[] = [
  { family: 'Noto Sans', file: 'noto-sans/700Bold/NotoSans_700Bold.ttf', version: latin.version },
  { family: 'Noto Sans Arabic', file: 'noto-sans-arabic/700Bold/NotoSansArabic_700Bold.ttf', version: arabic.version },
  { family: 'Noto Sans Hebrew', file: 'noto-sans-hebrew/700Bold/NotoSansHebrew_700Bold.ttf', version: hebrew.version },
  { family: 'Noto Sans Thai', file: 'noto-sans-thai/700Bold/NotoSansThai_700Bold.ttf', version: thai.version },
  { family: 'Noto Sans SC', file: 'noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf', version: chinese.version },
  { family: 'Noto Sans JP', file: 'noto-sans-jp/700Bold/NotoSansJP_700Bold.ttf', version: japanese.version },
  { family: 'Noto Sans KR', file: 'noto-sans-kr/700Bold/NotoSansKR_700Bold.ttf', version: korean.version },
  { family: 'Noto Emoji', file: 'noto-emoji/700Bold/NotoEmoji_700Bold.ttf', version: emoji.version },
]

/** Part of the key of every file: an update of a font makes new pictures. */
export const FONT_VERSIONS = FILES.map(({ family, version }) => `${family} ${version}`).join(', ')

/**
 * The root of the deployed files, or of the repository: the folder that holds `netlify/fonts/fonts.conf`. Null in a
 * function that is deployed without fonts.
 */
export function findRoot(from = dirname(fileURLToPath(import.meta.url))): string | null {
  for (const start of [from, process.env.LAMBDA_TASK_ROOT ?? from, process.cwd()]) {
    for (let folder = start; ; folder = dirname(folder)) {
      if (existsSync(join(folder, 'netlify/fonts/fonts.conf'))) return folder
      if (folder === dirname(folder)) break
    }
  }
  return null
}

const opened = new Map<string, Font>()

/** A bundled font, read once per process. Throws when its file is missing. */
export function openFont(family: string): Font {
  const known = opened.get(family)
  if (known) return known
  const entry = FILES.find((font) => font.family === family)
  if (!entry) throw new Error(`${family} is not one of the bundled fonts.`)
  const root = findRoot()
  if (root === null) throw new Error('netlify/fonts is missing. netlify.toml must include it in this function.')
  const font = create(readFileSync(join(root, FOLDER, entry.file)))
  if (!('hasGlyphForCodePoint' in font)) throw new Error(`${entry.file} is a collection, not a font.`)
  opened.set(family, font)
  return font
}

const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/u
const HANGUL = /\p{Script=Hangul}/u

/**
 * The families in the order in which the characters of this text look for their font. Han characters look different in
 * each language: kana says Japanese, hangul Korean, and neither Chinese.
 */
export function familiesFor(text: string): string[] {
  const first = KANA.test(text) ? 'Noto Sans JP' : HANGUL.test(text) ? 'Noto Sans KR' : null
  const families = FILES.map(({ family }) => family)
  if (first === null) return families
  const others = families.filter((family) => family !== first)
  return others.toSpliced(others.indexOf('Noto Sans SC'), 0, first)
}

const INVISIBLE = /^(?:\s|\p{Cf}|\p{Variation_Selector})$/u

function fontOf(codePoint: number, families: readonly string[]): Font | null {
  for (const family of families) {
    const font = openFont(family)
    if (font.hasGlyphForCodePoint(codePoint)) return font
  }
  return null
}

// Letters of these scripts join: a word is narrower than its letters one by one.
const JOINING = /([\p{Script=Arabic}\p{Script=Devanagari}][\p{Script=Arabic}\p{Script=Devanagari}\p{M}\u200C\u200D]*)/u

/** Measures as the fonts say, without kerning: a finished line is never wider by more than a hair. */
export function measureFor(text: string): Measure {
  const families = familiesFor(text)
  const widths = new Map<string, number>()
  const cached = (part: string, width: (part: string) => number): number => {
    const known = widths.get(part) ?? width(part)
    widths.set(part, known)
    return known
  }
  const byGrapheme = (part: string) =>
    graphemesOf(part).reduce((sum, grapheme) => sum + cached(grapheme, () => emWidth(grapheme, families)), 0)
  // Every second part is a word of joining letters.
  const lineWidth = (line: string) =>
    line
      .split(JOINING)
      .reduce(
        (sum, part, index) =>
          sum +
          (index % 2 === 0
            ? byGrapheme(part)
            : cached(`word ${part}`, () => wordWidth(part, families) ?? byGrapheme(part))),
        0,
      )
  return (line, fontPx) => lineWidth(line) * fontPx
}

/** The width of a shaped word; null when no single font has all of it, or fontkit cannot shape it. */
function wordWidth(word: string, families: readonly string[]): number | null {
  const font = fontOf(word.codePointAt(0) ?? 0, families)
  if (
    !font ||
    ![...word].every((char) => INVISIBLE.test(char) || font.hasGlyphForCodePoint(char.codePointAt(0) ?? 0))
  ) {
    return null
  }
  try {
    return font.layout(word).advanceWidth / font.unitsPerEm
  } catch {
    return null
  }
}

// An emoji of several code points is one glyph; letters with marks are as wide as their parts without a joiner.
function emWidth(grapheme: string, families: readonly string[]): number {
  const chars = [...grapheme]
  const isSequence = chars.length > 1 && /\p{Extended_Pictographic}|\p{Regional_Indicator}/u.test(grapheme)
  const drawn = isSequence ? chars.slice(0, 1) : chars
  return drawn.reduce((sum, char) => {
    if (INVISIBLE.test(char) && !/\s/u.test(char)) return sum
    const codePoint = char.codePointAt(0) ?? 0
    const font = fontOf(codePoint, families)
    if (!font) return sum
    const width = font.glyphForCodePoint(codePoint).advanceWidth / font.unitsPerEm
    return sum + (isSequence ? Math.max(width, 1.275) : width)
  }, 0)
}

/**
 * A text in the form that the bundled fonts draw, and the characters that none of them has, each once; those are left
 * out. Reads a larger font only for what a smaller one lacks.
 */
export function drawable(text: string): { text: string; missing: string[] } {
  const families = familiesFor(text)
  const missing = new Set<string>()
  const forms = graphemesOf(text).map((grapheme) => {
    const form = drawnForm(grapheme, (codePoint) => fontOf(codePoint, families) !== null)
    if (form === null) missing.add(grapheme)
    return form ?? ''
  })
  return { text: forms.join(''), missing: [...missing] }
}

let coverage: [number, number][] | undefined

/** Every code point that one of the fonts has, as ordered ranges; read once per process. */
export function readCoverage(): [number, number][] {
  coverage ??= coverageOf(FILES.flatMap(({ family }) => openFont(family).characterSet))
  return coverage
}
