import { cutText, foldText } from '../text.ts'

/** A number, a run of letters of one script, or a single sign of a title. */
export type TitleToken = {
  kind: 'number' | 'word' | 'sign'
  /** Folded: lower case, without accents, half width. */
  text: string
  /** Of a number; NaN for others. */
  value: number
  /** Whether it follows the token before it without a blank. */
  isGlued: boolean
  /** Where it stands in `text` of the title. */
  start: number
  end: number
}

export type TitleWords = { text: string; tokens: readonly TitleToken[] }

/** Amazon allows 200 characters; some categories and sources have more. */
export const MAX_TITLE_LENGTH = 500

const ASCII = /^[\x20-\x7e]*$/
const INVISIBLE = /\p{Cf}|\p{Variation_Selector}|[™®©℠]/gu

/** The title as tokens, from left to right, once each: the work grows with the title's length only. */
export function readTitleWords(title: string): TitleWords {
  // Cut before any work, roughly: a character may be written with several units.
  const beginning = title.slice(0, MAX_TITLE_LENGTH * 4)
  const visible = ASCII.test(beginning) ? beginning : beginning.replace(INVISIBLE, '').normalize('NFKC')
  const text = cutText(visible, MAX_TITLE_LENGTH)
  const tokens: TitleToken[] = []
  let end = 0
  while (end < text.length) {
    const start = end
    const kind = kindAt(text, start)
    if (kind === BLANK) {
      end += 1
      continue
    }
    if (kind === DIGIT) end = endOfNumber(text, start)
    else if (kind === SIGN) end += 1
    else {
      while (end < text.length && continues(kind, text, end)) end += 1
      if (isTimesBefore(text, start, end)) end = start + 1
    }
    const part = text.slice(start, end)
    tokens.push({
      kind: kind === DIGIT ? 'number' : kind === SIGN ? 'sign' : 'word',
      text: kind === DIGIT || kind === SIGN ? part : fold(part),
      value: kind === DIGIT ? numberOf(part) : Number.NaN,
      isGlued: start > 0 && kindAt(text, start - 1) !== BLANK,
      start,
      end,
    })
  }
  return { text, tokens }
}

/** The words of the title from one token to another, as people wrote them. */
export function wordsBetween({ text, tokens }: TitleWords, first: number, last: number): string {
  return text.slice(tokens[first]?.start ?? 0, tokens[last]?.end ?? text.length).trim()
}

const X_WORDS = new Set(['xs', 'xl', 'xxs', 'xxl', 'xxxs', 'xxxl', 'xbox', 'xtra', 'xlarge', 'xsmall'])

// 2xAA is 2 x AA; 2XL is a size.
function isTimesBefore(text: string, start: number, end: number): boolean {
  if (end - start < 2 || start === 0 || kindAt(text, start - 1) !== DIGIT) return false
  const word = text.slice(start, end).toLowerCase()
  return word.startsWith('x') && !X_WORDS.has(word)
}

const fold = (word: string) => (ASCII.test(word) ? word.toLowerCase() : foldText(word).replace('’', "'"))

const BLANK = 0
const DIGIT = 1
const LETTER = 2
const SIGN = 3
/** Japanese and Chinese write no blanks: a change of script is the end of a word. */
const KANJI = 4
const KATAKANA = 5
const HIRAGANA = 6

const SPACE = /\s/
const ANY_LETTER = /[\p{L}\p{M}]/u

function kindAt(text: string, at: number): number {
  const code = text.charCodeAt(at)
  if (code < 128) {
    if (code >= 48 && code <= 57) return DIGIT
    if ((code >= 97 && code <= 122) || (code >= 65 && code <= 90)) return LETTER
    return code <= 32 ? BLANK : SIGN
  }
  if (code >= 0x4e00 && code <= 0x9fff) return KANJI
  if ((code >= 0x30a1 && code <= 0x30fa) || code === 0x30fc) return KATAKANA
  if (code >= 0x3041 && code <= 0x309f) return HIRAGANA
  const char = text.charAt(at)
  if (SPACE.test(char)) return BLANK
  return ANY_LETTER.test(char) ? LETTER : SIGN
}

// An apostrophe inside a word belongs to it: l'eau, men's.
function continues(kind: number, text: string, at: number): boolean {
  if (kindAt(text, at) === kind) return true
  const isApostrophe = kind === LETTER && (text.charAt(at) === "'" || text.charAt(at) === '’')
  return isApostrophe && at + 1 < text.length && kindAt(text, at + 1) === LETTER
}

// A point or comma between digits belongs to the number.
function endOfNumber(text: string, start: number): number {
  let end = start
  while (end < text.length) {
    const char = text.charAt(end)
    const isMark = (char === '.' || char === ',') && kindAt(text, end - 1) === DIGIT
    if (kindAt(text, end) !== DIGIT && !(isMark && end + 1 < text.length && kindAt(text, end + 1) === DIGIT)) break
    end += 1
  }
  return end
}

const GROUPED = /^[1-9]\d{0,2}(?:[.,]\d{3})+$/
const DECIMAL = /^\d+[.,]\d+$/
const WHOLE = /^\d+$/

function numberOf(text: string): number {
  if (text.length > 12) return Number.NaN
  if (WHOLE.test(text)) return Number(text)
  if (GROUPED.test(text)) return Number(text.replace(/[.,]/g, ''))
  return DECIMAL.test(text) ? Number(text.replace(',', '.')) : Number.NaN
}
