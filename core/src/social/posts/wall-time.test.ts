import { describe, expect, test } from 'vitest'
import { fc } from '../../testing/property.ts'
import { isResolvedAnew, resolveWallTime, shiftDays, WallTime, wallTimeAt, weekdayOf } from './wall-time.ts'

describe('a time on a clock', () => {
  test.each([
    ['New York, an ordinary day', '2026-11-22T09:00', 'America/New_York', '2026-11-22T14:00', null],
    ['New York skips 02:30', '2026-03-08T02:30', 'America/New_York', '2026-03-08T07:00', 'moved'],
    ['New York, the last minute before', '2026-03-08T01:59', 'America/New_York', '2026-03-08T06:59', null],
    ['New York, the first minute after', '2026-03-08T03:00', 'America/New_York', '2026-03-08T07:00', null],
    ['New York shows 01:30 twice', '2026-11-01T01:30', 'America/New_York', '2026-11-01T05:30', 'first'],
    [
      'New York, the beginning of the doubled hour',
      '2026-11-01T01:00',
      'America/New_York',
      '2026-11-01T05:00',
      'first',
    ],
    ['New York, the end of the doubled hour', '2026-11-01T02:00', 'America/New_York', '2026-11-01T07:00', null],
    ['New York, before the doubled hour', '2026-11-01T00:59', 'America/New_York', '2026-11-01T04:59', null],
    ['Lord Howe skips half an hour', '2026-10-04T02:15', 'Australia/Lord_Howe', '2026-10-03T15:30', 'moved'],
    ['Lord Howe, after the half hour', '2026-10-04T02:30', 'Australia/Lord_Howe', '2026-10-03T15:30', null],
    ['Lord Howe doubles half an hour', '2026-04-05T01:45', 'Australia/Lord_Howe', '2026-04-04T14:45', 'first'],
    ['Lord Howe, before the doubled half hour', '2026-04-05T01:15', 'Australia/Lord_Howe', '2026-04-04T14:15', null],
    ['Apia left out a whole day', '2011-12-30T09:00', 'Pacific/Apia', '2011-12-30T10:00', 'moved'],
    ['Apia, the day after', '2011-12-31T00:00', 'Pacific/Apia', '2011-12-30T10:00', null],
    ['Kolkata is ahead by half an hour', '2026-11-22T09:00', 'Asia/Kolkata', '2026-11-22T03:30', null],
    ['Kathmandu by three quarters', '2026-11-22T09:00', 'Asia/Kathmandu', '2026-11-22T03:15', null],
    ['Kiritimati is 14 hours ahead', '2026-11-22T09:00', 'Pacific/Kiritimati', '2026-11-21T19:00', null],
    ['UTC', '2026-11-22T09:00', 'UTC', '2026-11-22T09:00', null],
    ['Troll changes by two hours', '2026-03-29T02:00', 'Antarctica/Troll', '2026-03-29T01:00', 'moved'],
  ])('%s', (_, wall, zone, at, rule) => {
    expect(resolveWallTime(wall, zone)).toMatchObject({ at: `${at}:00.000Z`, rule })
  })

  test('a moved time says what the clock shows then', () => {
    expect(resolveWallTime('2026-03-08T02:30', 'America/New_York').actual).toBe('2026-03-08T03:00')
    expect(resolveWallTime('2011-12-30T09:00', 'Pacific/Apia').actual).toBe('2011-12-31T00:00')
  })

  test('every moment of a zone is the time that its clock shows, unless the clock showed that time before', () => {
    const zones = [
      'America/New_York',
      'Australia/Lord_Howe',
      'Europe/Berlin',
      'Africa/Casablanca',
      'Asia/Kolkata',
      'UTC',
    ]
    const minutes = fc.integer({ min: Date.UTC(2025, 0, 1) / 60_000, max: Date.UTC(2029, 0, 1) / 60_000 })
    fc.assert(
      fc.property(fc.constantFrom(...zones), minutes, (zone, minute) => {
        const at = new Date(minute * 60_000).toISOString()
        const back = resolveWallTime(wallTimeAt(at, zone), zone)
        expect(back.rule).not.toBe('moved')
        if (back.at !== at) expect([back.rule, back.at < at]).toEqual(['first', true])
      }),
    )
  })
})

test('moving by a day keeps the time, also over a change of the clocks', () => {
  expect(shiftDays('2026-03-07T09:00', 1)).toBe('2026-03-08T09:00')
  expect(shiftDays('2026-11-01T09:00', -1)).toBe('2026-10-31T09:00')
  expect(shiftDays('2028-02-28T23:30', 1)).toBe('2028-02-29T23:30')
  expect(shiftDays('2026-03-07T02:30', 1)).toBe('2026-03-08T02:30')
  const zone = 'America/New_York'
  const hours = (from: string, until: string) =>
    (Date.parse(resolveWallTime(until, zone).at) - Date.parse(resolveWallTime(from, zone).at)) / 3_600_000
  expect([hours('2026-03-07T09:00', '2026-03-08T09:00'), hours('2026-10-31T09:00', '2026-11-01T09:00')]).toEqual([
    23, 25,
  ])
})

test('Monday is 1 and Sunday 7', () => {
  expect([weekdayOf('2026-11-30'), weekdayOf('2026-11-29'), weekdayOf('2026-11-28')]).toEqual([1, 7, 6])
})

test('a stored moment is resolved anew when the rules of its zone have changed', () => {
  expect(isResolvedAnew('2026-11-22T09:00', 'America/New_York', '2026-11-22T14:00:00+00:00')).toBe(false)
  // As if the zone had still been on summer time when the post was scheduled.
  expect(isResolvedAnew('2026-11-22T09:00', 'America/New_York', '2026-11-22T13:00:00+00:00')).toBe(true)
})

test.each([
  ['2026-02-29T09:00', false],
  ['2028-02-29T09:00', true],
  ['2026-11-22T24:00', false],
  ['2026-11-22T09:60', false],
  ['2026-11-22 09:00', false],
  ['2026-11-22T09:00:00', false],
  ['0000-01-01T09:00', false],
])('%s is a time: %s', (text, expected) => expect(WallTime.safeParse(text).success).toBe(expected))
