import { findHashtags } from './count-text.ts'

/** What a caption template may name. */
export const PLACEHOLDERS = ['title', 'asin', 'link', 'hashtags'] as const
export type Placeholder = (typeof PLACEHOLDERS)[number]

export type TemplateValues = {
  title: string | null
  asin: string | null
  link: string | null
  hashtags: readonly string[]
}

const PLACEHOLDER = /\{([a-z]{1,20})\}/gi
const isPlaceholder = (name: string): name is Placeholder => PLACEHOLDERS.some((known) => known === name)

/** The names in braces that no template knows, so that `{titel}` is noticed before it is posted. */
export const unknownPlaceholders = (body: string): string[] => [
  ...new Set(
    [...body.matchAll(PLACEHOLDER)].map(([, name = '']) => name).filter((name) => !isPlaceholder(name.toLowerCase())),
  ),
]

/**
 * The text of a template with what it names. A value is inserted as it is: braces in a title name nothing. A line whose
 * placeholders are all empty is left out, and so are the blank lines that it would leave.
 */
export function fillTemplate(body: string, values: TemplateValues): string {
  const texts: Record<Placeholder, string> = {
    title: values.title ?? '',
    asin: values.asin ?? '',
    link: values.link ?? '',
    hashtags: values.hashtags.map((tag) => `#${tag}`).join(' '),
  }
  const lines = body.split('\n').flatMap((line) => {
    let named = 0
    let filled = 0
    const text = line.replace(PLACEHOLDER, (whole, name: string) => {
      const key = name.toLowerCase()
      if (!isPlaceholder(key)) return whole
      named += 1
      if (texts[key] !== '') filled += 1
      return texts[key]
    })
    const hasOtherText = line.replace(PLACEHOLDER, '').trim() !== ''
    return named > 0 && filled === 0 && !hasOtherText ? [] : [text.trimEnd()]
  })
  return lines
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()
}

/** A caption with the hashtags of a set at its end, each once, whatever its capitals. */
export function addHashtags(caption: string, tags: readonly string[]): string {
  const known = new Set(findHashtags(caption).map(({ text }) => text.slice(1).toLowerCase()))
  const added = tags.filter((tag) => {
    const key = tag.toLowerCase()
    if (known.has(key)) return false
    known.add(key)
    return true
  })
  if (added.length === 0) return caption
  const line = added.map((tag) => `#${tag}`).join(' ')
  const text = caption.trimEnd()
  if (text === '') return line
  const [lastLine = ''] = text.split('\n').slice(-1)
  const isLineOfTags = lastLine.split(' ').every((word) => word.startsWith('#'))
  return `${text}${isLineOfTags ? ' ' : '\n\n'}${line}`
}
