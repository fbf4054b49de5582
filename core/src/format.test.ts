import { expect, test } from 'vitest'
import {
  formatBytes,
  formatCount,
  formatDay,
  formatDayOf,
  formatDuration,
  formatInstant,
  formatRelative,
  formatRemaining,
  formatShortDay,
} from './format.ts'

const now = new Date('2026-11-22T12:00:00Z')

test.each([
  ['2026-11-22T11:59:40Z', 'now'],
  ['2026-11-22T11:57:00Z', '3 minutes ago'],
  ['2026-11-22T09:00:00Z', '3 hours ago'],
  ['2026-11-21T11:00:00Z', 'yesterday'],
  ['2026-11-25T12:00:00Z', 'in 3 days'],
  ['2025-09-01T12:00:00Z', 'last year'],
])('%s reads as %s', (instant, words) => {
  expect(formatRelative(instant, now, 'en-US')).toBe(words)
})

test('a moment is written in the person’s zone and locale', () => {
  expect(formatInstant('2026-11-22T12:00:00Z', 'en-US', 'America/New_York')).toBe('Nov 22, 2026, 7:00 AM')
  expect(formatInstant('2026-11-22T23:30:00Z', 'de-DE', 'Europe/Berlin')).toBe('23.11.2026, 00:30')
  expect(formatDay('2026-11-22', 'en-US')).toBe('Nov 22, 2026')
})

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [999, '999 bytes'],
  [12_400_000, '12.4 MB'],
  [524_288_000, '524.3 MB'],
])('%d bytes read as %s', (bytes, words) => {
  expect(formatBytes(bytes, 'en-US')).toBe(words)
})

test.each([
  [41.6, '0:42'],
  [185, '3:05'],
  [3723, '1:02:03'],
])('%d seconds of video read as %s', (seconds, words) => {
  expect(formatDuration(seconds)).toBe(words)
})

test.each([
  [2, 'a few seconds'],
  [21, 'about 20 s'],
  [150, 'about 3 min'],
])('%d remaining seconds read as %s', (seconds, words) => {
  expect(formatRemaining(seconds)).toBe(words)
})

test('counts agree with their nouns', () => {
  expect(formatCount(1, 'product', undefined, 'en-US')).toBe('1 product')
  expect(formatCount(1204, 'product', undefined, 'en-US')).toBe('1,204 products')
})

test("a day is named by its distance from today in the reader's time zone", () => {
  const now = new Date('2026-11-20T23:30:00Z')
  const day = (instant: string) => formatDayOf(instant, now, 'en-US', 'Europe/Berlin')
  expect(['2026-11-20T23:00:00Z', '2026-11-20T22:00:00Z', '2026-11-19T22:00:00Z'].map(day)).toEqual([
    'Today',
    'Yesterday',
    'November 19, 2026',
  ])
})

test('a short day is the day of the person', () => {
  expect(formatShortDay('2026-12-03T23:30:00Z', 'en-US', 'America/Chicago')).toBe('Dec 3')
  expect(formatShortDay('2026-12-03T23:30:00Z', 'de-DE', 'Europe/Berlin')).toBe('4. Dez.')
})
