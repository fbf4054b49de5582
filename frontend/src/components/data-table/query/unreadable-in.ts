import type { UnreadableRow } from '#core/http/list.ts'

/** The rows that could not be read, of one answer, or of all pages of a list. */
export function unreadableIn(data: object | undefined): readonly UnreadableRow[] {
  if (data === undefined) return []
  if ('pages' in data && Array.isArray(data.pages)) return data.pages.flatMap(unreadableIn)
  // safe: every answer with such a field was parsed by its contract, whose `unreadable` is this list
  return 'unreadable' in data && Array.isArray(data.unreadable) ? (data.unreadable as UnreadableRow[]) : []
}
