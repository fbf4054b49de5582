import { VIDEO_TITLE_MAX_LENGTH } from './schema.ts'

/**
 * The title a video gets: `prefix - title` in whole words, at most 60 characters; without a prefix the title alone,
 * without a title the ASIN. The database computes the same (private.video_title); a test holds them together.
 */
export function videoTitle(product: { asin: string; title: string | null }, prefix?: string | null): string {
  const title = product.title?.trim().replace(/\s+/g, ' ')
  if (!title) return product.asin
  return wholeWords(prefix ? `${prefix} - ${title}` : title, VIDEO_TITLE_MAX_LENGTH)
}

// One word longer than the limit is cut hard: half a word beats no title.
function wholeWords(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text
  const cut = text.slice(0, maxLength + 1)
  const end = cut.lastIndexOf(' ')
  return (end > 0 ? cut.slice(0, end) : cut.slice(0, maxLength)).replace(/[\s,;:–-]+$/, '')
}
