import { DAY_MS, dayIn } from '../../prices/zone.ts'

/** YouTube counts the uploads of a day until midnight there. */
export const YOUTUBE_ZONE = 'America/Los_Angeles'

type Upload = { id: string; at: string }

/** Uploads that YouTube's daily share makes wait, each with the day (in Pacific time) on which it goes out. */
export type DelayedUpload = { id: string; planned_day: string; expected_day: string }

/**
 * Which of the scheduled uploads go out later than planned, when a workspace may upload `share` videos a day: each day
 * takes the earliest ones, and the others wait for the next day, before those that were planned for it.
 */
export function forecastUploads(uploads: readonly Upload[], share: number, usedToday: number, nowMs: number) {
  const waiting = uploads
    .map(({ id, at }) => ({ id, at: Math.max(Date.parse(at), nowMs) }))
    .toSorted((a, b) => a.at - b.at || a.id.localeCompare(b.id))
    .map(({ id, at }) => ({ id, day: dayIn(YOUTUBE_ZONE, at) }))
  const used = new Map([[dayIn(YOUTUBE_ZONE, nowMs), usedToday]])
  const delayed: DelayedUpload[] = []
  const perDay = Math.max(1, share)
  let from = ''
  for (const { id, day } of waiting) {
    let expected = from > day ? from : day
    while ((used.get(expected) ?? 0) >= perDay) expected = nextDay(expected)
    used.set(expected, (used.get(expected) ?? 0) + 1)
    from = expected
    if (expected !== day) delayed.push({ id, planned_day: day, expected_day: expected })
  }
  return delayed
}

const nextDay = (day: string) => new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10)

/** The forecast in a sentence; null when every upload goes out on its day. */
export function describeForecast(delayed: readonly DelayedUpload[], total: number): string | null {
  if (delayed.length === 0) return null
  const days = new Set(delayed.map(({ expected_day }) => expected_day))
  const when = days.size === 1 ? 'a day later' : 'on later days'
  return `${delayed.length} of these ${total} YouTube uploads will go out ${when}: YouTube limits uploads per day, and your workspace has its share.`
}
