/**
 * supabase-lite 0.10 answers timestamps as PostgreSQL prints them (`2026-11-22 18:51:58.811+00`); PostgREST answers ISO
 * 8601 (`2026-11-22T18:51:58.811+00:00`), which our contracts require. `infinity` stays unchanged.
 */
export function isoTimestamp(text: string): string {
  const match = /^(\d{4,}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)(?:([+-]\d\d)(?::?(\d\d))?)?$/.exec(text)
  if (!match) return text
  const [, day, time, hours, minutes = '00'] = match
  return `${day}T${time}${hours === undefined ? '' : `${hours}:${minutes}`}`
}

/** Object ids of `timestamp` and `timestamptz` in every PostgreSQL. */
export const TIMESTAMP_TYPES = [1114, 1184] as const
