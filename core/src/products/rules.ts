import { cutText } from '../text.ts'
import { trimEndOf } from '../trim-end.ts'
import { VIDEO_TITLE_MAX_LENGTH } from './schema.ts'

/**
 * The title of a video: `prefix - title` in whole words, at most 60 characters; without a prefix the title alone,
 * without a title the ASIN. The database computes the same (private.video_title); a test compares the two.
 */
export function videoTitle(product: { asin: string; title: string | null }, prefix?: string | null): string {
  const title = product.title?.trim().replace(/\s+/g, ' ')
  if (!title) return product.asin
  return wholeWords(prefix ? `${prefix} - ${title}` : title, VIDEO_TITLE_MAX_LENGTH)
}

// A word longer than the limit is shortened: half a word is better than no title.
function wholeWords(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text
  const cut = text.slice(0, maxLength + 1)
  const end = cut.lastIndexOf(' ')
  return trimEndOf(end > 0 ? cut.slice(0, end) : cutText(text, maxLength), /[\s,;:–-]/)
}
