import { z } from 'zod'

// What PostgreSQL and JavaScript both know: years 1 to 9999, offsets under 16 hours, a fraction of a second of any use.
const FIRST_MS = Date.parse('0001-01-01T00:00:00Z')
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z')
const LONGEST = 35
const FAR_OFFSET = /[+-](?:1[6-9]|2\d):\d\d$/

function isKnownInstant(text: string): boolean {
  const ms = Date.parse(text)
  return text.length <= LONGEST && !FAR_OFFSET.test(text) && ms >= FIRST_MS && ms <= LAST_MS
}

/** An instant, ISO 8601 with an offset, in the years 1 to 9999; the database answers +00:00. */
export const Instant = z.iso
  .datetime({ offset: true })
  .refine(isKnownInstant, 'This is not a moment in the years 1 to 9999, such as 2026-11-22T10:00:00Z.')

/** A day without a time, `2026-11-22`, in the years 1 to 9999. */
export const Day = z.iso.date().refine((day) => !day.startsWith('0000'), 'A year has at least 1, such as 2026-11-22.')
