import { z } from 'zod'

// NUL, and halves of a pair (an emoji that was cut in the middle): PostgreSQL stores neither, and neither shows anything.
const UNSTORABLE = /\0|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/
const ALL_UNSTORABLE = /\0|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g

/** The text without the characters that no database stores: NUL and halves of an emoji. */
export const cleanText = (text: string): string => (UNSTORABLE.test(text) ? text.replace(ALL_UNSTORABLE, '') : text)

/** Nesting that no contract needs; a deeper value is made to exhaust the stack. */
const MAX_DEPTH = 40

/** JSON is nested too deeply to be read. */
export class TooDeepError extends Error {
  override name = 'TooDeepError'
}

/** Parsed JSON with every text in it clean, keys included. Throws `TooDeepError` for absurd nesting. */
export function cleanJson(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return cleanText(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth >= MAX_DEPTH) throw new TooDeepError('The JSON is nested too deeply.')
  if (Array.isArray(value)) return value.map((item) => cleanJson(item, depth + 1))
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [cleanText(key), cleanJson(item, depth + 1)]))
}

/** JSON that somebody else wrote, clean. Throws `SyntaxError` and `TooDeepError`. */
export const parseCleanJson = (text: string): unknown => cleanJson(JSON.parse(text))

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/**
 * The text in at most `maxLength` UTF-16 units, cut between two characters as people see them: never through an emoji,
 * a flag or an accent. Only a single character that is longer than the limit is cut, between its code points.
 */
export function cutText(text: string, maxLength: number): string {
  const clean = cleanText(text)
  if (clean.length <= maxLength) return clean
  const end = graphemes.segment(clean).containing(maxLength)?.index ?? maxLength
  return end > 0 ? clean.slice(0, end) : cleanText(clean.slice(0, maxLength))
}

/** The last `maxLength` UTF-16 units of a text, cut as `cutText` cuts: the end of a file's name. */
export function cutTextStart(text: string, maxLength: number): string {
  const clean = cleanText(text)
  if (clean.length <= maxLength) return clean
  const segment = graphemes.segment(clean).containing(clean.length - maxLength)
  if (!segment) return ''
  const start = segment.index === clean.length - maxLength ? segment.index : segment.index + segment.segment.length
  return start < clean.length ? clean.slice(start) : cleanText(clean.slice(-maxLength))
}

/** The first character of a text as people see it; an empty text has none. */
export function firstCharacter(text: string): string {
  const [first] = graphemes.segment(cleanText(text))
  return first?.segment ?? ''
}

// Spaces, marks and characters that only steer others: a text of these alone shows nothing.
const SHOWN = /[^\s\p{Cf}\p{Cc}\p{Mn}\u115F\u1160\u17B4\u17B5\u2800\u3164\uFFA0]/u

/** Whether a person sees anything of the text. `private.is_shown` checks the same in the database. */
export const isShown = (text: string): boolean => SHOWN.test(text)

/** A name that people give: trimmed, not empty, with something to see, and at most so long. */
export const givenName = (maxLength: number, { missing = 'Give it a name.', tooLong }: NameWords = {}) =>
  z.string().trim().min(1, { error: missing, abort: true }).max(maxLength, tooLong).refine(isShown, missing)

type NameWords = { missing?: string; tooLong?: string }

/** A page or an image that a browser may open. `private.is_link` checks the same pattern in the database. */
export const LINK_PATTERN = /^https?:\/\/[^ \t\r\n\f\v/?#][^ \t\r\n\f\v]*$/i

/** A stored link, as answers hold it. */
export const Link = z.string().regex(LINK_PATTERN, 'This is not a link.')

/** A link that a person or a page sends. */
export const SentLink = z
  .url({ protocol: /^https?$/ })
  .max(2000)
  .regex(LINK_PATTERN, 'A link has no spaces.')

const WITHOUT_WIDTH =
  /[\u0300-\u036F\u1AB0-\u1AFF\u1DC0-\u1DFF\u20D0-\u20FF\uFE00-\uFE0F\uFE20-\uFE2F]|[\u00AD\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g
const PLAIN_LETTERS: Readonly<Record<string, string>> = {
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  ħ: 'h',
  ŧ: 't',
  ı: 'i',
  ς: 'σ',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
}

/**
 * Text as a search compares it: composed and decomposed letters, accents, full-width and joined forms, capitals and
 * characters without a width make no difference. `private.fold_text` is the same rule in the database.
 */
export const foldText = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(WITHOUT_WIDTH, '')
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[øđðłħŧıςßæœ]/g, (letter) => PLAIN_LETTERS[letter] ?? letter)
