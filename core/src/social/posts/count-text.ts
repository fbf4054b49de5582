import { trimEndOf } from '../../trim-end.ts'
import type { LimitUnit } from './limits.ts'

const encoder = new TextEncoder()

/** How long a text is as a network counts: a family emoji is 11 UTF-16 units, 7 code points and 25 bytes. */
export function measureText(text: string, unit: LimitUnit): number {
  if (unit === 'bytes') return encoder.encode(text).length
  if (unit === 'codepoints') {
    let count = 0
    for (const _ of text) count += 1
    return count
  }
  return text.length
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** The beginning of a text that a network accepts, cut between two characters as people see them. */
export function cutToLimit(text: string, most: number, unit: LimitUnit): string {
  if (measureText(text, unit) <= most) return text
  let size = 0
  let end = 0
  for (const { segment, index } of graphemes.segment(text)) {
    size += measureText(segment, unit)
    if (size > most) break
    end = index + segment.length
  }
  return text.slice(0, end)
}

const TITLE_UNITS = 100

/** A title that YouTube takes: no angle brackets, and cut to 100 of its characters. */
export const youTubeTitle = (text: string): string =>
  cutToLimit(text.replaceAll(/[<>]/g, '').replaceAll(/\s+/g, ' ').trim(), TITLE_UNITS, 'utf16').trimEnd()

/** A hashtag or mention, with its sign, and where it stands. */
export type Found = { text: string; index: number }

// A tag has letters of every script with their marks, digits, underscores, and emoji with their joiners and skin tones; it
// begins with none of the marks, and not with a keycap (`#1` in a box). A link and an HTML entity are read whole, so that
// nothing inside them counts. Each token has one way to match and is never read again: the time grows with the length.
const TOKEN =
  /(?<skipped>https?:\/\/\S*|\bwww\.\w\S*|&#?\w{1,10};)|(?<hash>[#\uFF03])(?<tag>(?!\p{N}\uFE0F?\u20E3)[\p{L}\p{N}_\p{Extended_Pictographic}\p{Regional_Indicator}][\p{L}\p{N}_\p{Extended_Pictographic}\p{Regional_Indicator}\p{M}\p{Emoji_Modifier}\u200C\u200D]*)|(?<at>[@\uFF20])(?<name>[A-Za-z0-9_][A-Za-z0-9_.]{0,29})/giu
const WORD_BEFORE = /[\p{L}\p{M}\p{N}_]$/u
const DIGITS_ONLY = /^[\p{N}\p{M}]+$/u

function endsWord(text: string, index: number): boolean {
  // Two units: the last character may be a pair.
  return index > 0 && WORD_BEFORE.test(text.slice(Math.max(0, index - 2), index))
}

/**
 * The hashtags of a caption as networks link them: `#b#c` is two, `##d` is one; `#1`, a link's `#fragment` and the
 * entity `&#39;` are none. Letters of every script count.
 */
export function findHashtags(text: string): Found[] {
  const found: Found[] = []
  let tagEnd = -1
  for (const match of text.matchAll(TOKEN)) {
    const { hash, tag } = match.groups ?? {}
    if (hash === undefined || tag === undefined) continue
    // Directly after a word, `#` begins no tag; directly after another tag, it does.
    if (match.index !== tagEnd && endsWord(text, match.index)) continue
    tagEnd = match.index + match[0].length
    if (DIGITS_ONLY.test(tag)) continue
    found.push({ text: `#${tag}`, index: match.index })
  }
  return found
}

/** The accounts that a caption mentions: not email addresses, and not what stands in a link. */
export function findMentions(text: string): Found[] {
  const found: Found[] = []
  for (const match of text.matchAll(TOKEN)) {
    const { at, name } = match.groups ?? {}
    if (at === undefined || name === undefined || endsWord(text, match.index)) continue
    // A sentence may end after a mention.
    found.push({ text: `@${trimEndOf(name, /\./)}`, index: match.index })
  }
  return found
}

/** What YouTube counts of tags: a comma between two, quotes around one with a space. */
export const tagsLength = (tags: readonly string[]): number =>
  tags.reduce((sum, tag) => sum + tag.length + (/\s/.test(tag) ? 2 : 0), Math.max(0, tags.length - 1))

/** A hashtag as a set keeps it, without its sign; null when networks would not link it whole. */
export function readHashtag(text: string): string | null {
  const bare = text.trim().replace(/^[#\uFF03]+/, '')
  const [found, another] = findHashtags(`#${bare}`)
  return found?.text === `#${bare}` && another === undefined ? bare : null
}
