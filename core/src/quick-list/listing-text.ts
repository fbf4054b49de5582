import { cutText } from '../text.ts'
import { trimEndOf } from '../trim-end.ts'

export const TITLE_LENGTH = 80
export const ASPECT_LENGTH = 65
/** eBay accepts half a million characters; this is far more than any product needs. */
const DESCRIPTION_LENGTH = 50_000

/**
 * The text in at most `length` characters, whole words only and no word left out in the middle: it is shortened at the
 * end, with the comma or dash before the removed words. A single longer word is shortened too.
 */
export function fitWords(text: string, length: number): string {
  const words = text.replace(/\s+/g, ' ').trim()
  if (words.length <= length) return words
  const space = words.lastIndexOf(' ', length)
  if (space <= 0) return cutText(words, length)
  const kept = trimEndOf(words.slice(0, space), /[\s,;:|/&+(\u2013\u2014-]/)
  return kept === '' ? words.slice(0, space) : kept
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text as HTML that shows exactly that text. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (char) => ESCAPES[char] ?? char)

/** The text of a piece of HTML without its tags. Blocks become lines. */
export function textOfHtml(html: string): string {
  return html
    .replace(/<(script|style)\b[\s\S]*?(<\/\1\s*>|$)/gi, ' ')
    .replace(/<\/(?:p|div|li|h[1-6])\s*>|<br\s*\/?>/gi, '\n')
    .replace(/<\/?[a-z!][^>]*(?:>|$)/gi, ' ')
    .replace(/&(amp|lt|gt|quot|apos|nbsp|#39);/gi, (whole, name: string) => ENTITIES[name.toLowerCase()] ?? whole)
    .replace(/[ \t]+/g, ' ')
    .replace(/ ?\n[\s]*/g, '\n')
    .trim()
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  '#39': "'",
  nbsp: ' ',
}

type Described = {
  title: string
  features: readonly string[]
  /** May hold HTML: only its text is used. */
  description: string | null
  /** The seller's own words, at the end; text, no HTML. */
  note: string | null
}

/** The description of a listing; all of its text is escaped. */
export function describeListing({ title, features, description, note }: Described): string {
  const points = features.map(textOfHtml).filter((point) => point !== '')
  const body = [
    `<h2>${escapeHtml(title)}</h2>`,
    points.length > 0 ? `<ul>${points.map((point) => `<li>${escapeHtml(point)}</li>`).join('')}</ul>` : '',
    ...paragraphs(textOfHtml(description ?? '')),
  ]
  const end = paragraphs(note ?? '').join('')
  let html = ''
  // Whole blocks only: half a block would be broken HTML.
  for (const part of body) if (html.length + part.length + end.length <= DESCRIPTION_LENGTH) html += part
  return html + end
}

const paragraphs = (text: string): string[] =>
  text
    .split(/\n+/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => `<p>${escapeHtml(line)}</p>`)
