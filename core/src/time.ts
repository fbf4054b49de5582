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

// IANA names only: PostgreSQL would also read rules such as Foo3, and a browser offsets such as +05:00, which mean other
// things to the other. `private.is_time_zone` checks the same pattern.
const ZONE_PATTERN = /^(?:EST5EDT|CST6CDT|MST7MDT|PST8PDT|GMT0|[A-Za-z_-]+(?:\/[A-Za-z0-9_+-]+)*)$/

/** Whether the database and this runtime know a time zone of that name. */
export function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return ZONE_PATTERN.test(zone)
  } catch {
    return false
  }
}

/** An IANA time zone that this runtime knows, such as Europe/Berlin. */
export const TimeZone = z.string().max(64).refine(isTimeZone, 'This is not a time zone, such as Europe/Berlin.')
