import { z } from 'zod'
import { parseCleanJson } from '#core/text.ts'
import { Instant } from '#core/time.ts'
import { AppError } from './errors.ts'
import { log } from './log.ts'

/** The position in a list ordered "newest first". */
export const NewestFirst = z.object({ created_at: Instant, id: z.uuid() })
export type NewestFirst = z.infer<typeof NewestFirst>

/** A position in a list, as opaque text for the caller. */
export const encodeCursor = (place: object): string => Buffer.from(JSON.stringify(place)).toString('base64url')

/** Reads a cursor; null when there is none. Throws `invalid_input` for a cursor that this server did not make. */
export function decodeCursor<T>(schema: z.ZodType<T>, cursor: string | undefined): T | null {
  if (cursor === undefined) return null
  try {
    return schema.parse(parseCleanJson(Buffer.from(cursor, 'base64url').toString()))
  } catch (cause) {
    const issues = [{ path: 'cursor', message: 'This is not a next_cursor of this list.' }]
    throw new AppError('invalid_input', 'Check cursor.', { issues }, cause)
  }
}

/** The rows after a position in a list ordered newest first, as the data API's `or` filter. */
export const olderThan = ({ created_at, id }: NewestFirst): string =>
  `created_at.lt."${created_at}",and(created_at.eq."${created_at}",id.lt.${id})`

/** Makes a page out of `limit + 1` requested rows, so that the last page needs no further query. */
export function toPage<Row>(rows: readonly Row[], limit: number, place: (row: Row) => object) {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, next_cursor: rows.length > limit && last !== undefined ? encodeCursor(place(last)) : null }
}

/**
 * Rows as the database answered them. They are read one by one when they leave, by the contract (`readAnswer`), so a row
 * that cannot be read does not take its list with it. Code on the way copies fields and computes with none.
 */
export const rowsAsStored = <Row>() => z.array(z.custom<Row>())

/** The rows that can be read, for files and for work on rows; the others are logged and left out. */
export function readableRows<Row>(schema: z.ZodType<Row>, rows: readonly unknown[]): Row[] {
  return rows.flatMap((row) => {
    const read = schema.safeParse(row)
    if (read.success) return [read.data]
    log.warn('rows.unreadable', { fields: read.error.issues.map(({ path }) => path.join('.')).join() })
    return []
  })
}
