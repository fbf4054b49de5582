import { trimEndOf } from '../trim-end.ts'
import type { TextLayer } from './design.ts'

/** The width of a text in pixels when it is drawn in this size. */
export type Measure = (text: string, fontPx: number) => number

/** The distance of two baselines, in parts of the text's size. */
export const LINE_HEIGHT = 1.2

export type TextFit = { font_px: number; lines: string[]; truncated: boolean }

const ELLIPSIS = '…'
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
const words = new Intl.Segmenter('en', { granularity: 'word' })

/** The characters of a text as people see them. */
export const graphemesOf = (text: string): string[] => [...graphemes.segment(text)].map(({ segment }) => segment)

/**
 * The largest size between the layer's minimum and maximum at which the text fits its box. Lines break between words,
 * and inside a word only when the word alone is wider than the box. Only at the minimum size a text that still does
 * not fit ends with an ellipsis. Null when the box has no room at that size for one line, or for one character.
 */
export function fitText(
  text: string,
  box: { width: number; height: number },
  { min_px, max_px, max_lines }: Pick<TextLayer, 'min_px' | 'max_px' | 'max_lines'>,
  measure: Measure,
): TextFit | null {
  const clean = text.replace(/\s+/gu, ' ').trim()
  if (clean === '') return { font_px: max_px, lines: [], truncated: false }
  const pieces = piecesOf(clean)
  const linesAt = (px: number) => Math.max(0, Math.min(max_lines, Math.floor(box.height / (px * LINE_HEIGHT))))
  const tryAt = (px: number) => {
    const lines = wrap(pieces, box.width, px, measure, linesAt(px))
    return lines === null || lines.some((line) => measure(line, px) > box.width) ? null : lines
  }
  // A larger text never fits where a smaller one does not, so halving finds the largest.
  let low = min_px
  let high = max_px
  let best: TextFit | null = null
  while (low <= high) {
    const px = (low + high) >> 1
    const lines = tryAt(px)
    if (lines) {
      best = { font_px: px, lines, truncated: false }
      low = px + 1
    } else high = px - 1
  }
  return best ?? truncate(pieces, box.width, min_px, measure, linesAt(min_px))
}

/** Words with the spaces behind them; punctuation stays with the word before it. */
function piecesOf(text: string): string[] {
  const pieces: string[] = []
  for (const { segment, isWordLike } of words.segment(text)) {
    const last = pieces.at(-1)
    const joins = last !== undefined && !/\s$/u.test(last) && !isWordLike && !OPENING.test(segment)
    const follows = last !== undefined && OPENING.test(last)
    if (last !== undefined && (joins || follows || isGlued(last, segment))) pieces[pieces.length - 1] = last + segment
    else pieces.push(segment)
  }
  return pieces
}

const OPENING = /^[([{"'«“‘「『（【]+$/u
// A hyphenated or abbreviated word is one word; scripts without spaces may break anywhere the segmenter says.
const SPACELESS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Extended_Pictographic}]$/u
const isGlued = (last: string, next: string) =>
  !/\s$/u.test(last) &&
  !SPACELESS.test(last) &&
  !/^\s/u.test(next) &&
  /[^\s\p{L}\p{N}]$/u.test(last) &&
  !/[-–—/]$/u.test(last)

/** The lines of a text, or null when it needs more than `maxLines`. */
function wrap(
  pieces: readonly string[],
  width: number,
  px: number,
  measure: Measure,
  maxLines: number,
): string[] | null {
  const lines: string[] = []
  let line = ''
  for (const piece of pieces) {
    if (measure((line + piece).trimEnd(), px) <= width) {
      line += piece
      continue
    }
    if (line.trim() !== '') lines.push(line.trimEnd())
    line = ''
    if (measure(piece.trimEnd(), px) <= width) line = piece
    else {
      const parts = splitWord(piece, width, px, measure)
      lines.push(...parts.slice(0, -1))
      line = parts.at(-1) ?? ''
    }
    if (lines.length > maxLines) return null
  }
  if (line.trim() !== '') lines.push(line.trimEnd())
  return lines.length <= maxLines ? lines : null
}

/** A word that is wider than its line, cut between characters as people see them. */
function splitWord(word: string, width: number, px: number, measure: Measure): string[] {
  const parts: string[] = []
  let part = ''
  for (const grapheme of graphemesOf(word)) {
    if (part !== '' && measure((part + grapheme).trimEnd(), px) > width) {
      parts.push(part)
      part = grapheme
    } else part += grapheme
  }
  return [...parts, part]
}

function truncate(
  pieces: readonly string[],
  width: number,
  px: number,
  measure: Measure,
  maxLines: number,
): TextFit | null {
  const lines = wrap(pieces, width, px, measure, Number.POSITIVE_INFINITY) ?? []
  const kept = lines.slice(0, maxLines)
  const isCut = lines.length > maxLines
  const last = kept.at(-1)
  if (last === undefined) return null
  if (isCut || measure(last, px) > width) kept[kept.length - 1] = withEllipsis(last, width, px, measure)
  const hasRoom = kept[0] !== ELLIPSIS && kept.every((line) => measure(line, px) <= width)
  return hasRoom ? { font_px: px, lines: kept, truncated: true } : null
}

function withEllipsis(line: string, width: number, px: number, measure: Measure): string {
  const kept = graphemesOf(line)
  while (kept.length > 0 && measure(kept.join('').trimEnd() + ELLIPSIS, px) > width) kept.pop()
  return trimEndOf(kept.join(''), /[\s,;:–-]/) + ELLIPSIS
}
