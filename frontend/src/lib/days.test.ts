import { expect, test } from 'vitest'
import { dayFromToday } from './days.ts'

const now = new Date('2026-03-28T23:30:00Z')

test.each([
  [0, 'UTC', '2026-03-28'],
  [0, 'Europe/Berlin', '2026-03-29'],
  [1, 'Europe/Berlin', '2026-03-30'],
  [0, 'America/Los_Angeles', '2026-03-28'],
  [7, 'Pacific/Kiritimati', '2026-04-05'],
  [-1, 'UTC', '2026-03-27'],
])('%i days from today in %s is %s, clock changes or not', (days, zone, expected) => {
  expect(dayFromToday(days, zone, now)).toBe(expected)
})
