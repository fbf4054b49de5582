import { z } from 'zod'
import { Instant } from '#core/time.ts'
import { AppError } from './errors.ts'

/** Where a list in the order "newest first" stopped. */
export const NewestFirst = z.object({ created_at: Instant, id: z.uuid() })
export type NewestFirst = z.infer<typeof NewestFirst>

/** A place in a list, as opaque text for the caller. */
export const encodeCursor = (place: object): string => Buffer.from(JSON.stringify(place)).toString('base64url')

/** Reads a cursor of ours; null when there is none. Throws `invalid_input` for one we did not make. */
export function decodeCursor<T>(schema: z.ZodType<T>, cursor: string | undefined): T | null {
  if (cursor === undefined) return null
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
  } catch (cause) {
    const issues = [{ path: 'cursor', message: 'This is not a next_cursor of this list.' }]
    throw new AppError('invalid_input', 'Check cursor.', { issues }, cause)
  }
}

/** What comes after a place in a list ordered newest first, as the data API's `or` filter says it. */
export const olderThan = ({ created_at, id }: NewestFirst): string =>
  `created_at.lt."${created_at}",and(created_at.eq."${created_at}",id.lt.${id})`

/**
 * Cuts a page out of rows of which one more than `limit` was asked for, so that the last page needs no further question.
 */
export function toPage<Row>(rows: readonly Row[], limit: number, place: (row: Row) => object) {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, next_cursor: rows.length > limit && last !== undefined ? encodeCursor(place(last)) : null }
}
