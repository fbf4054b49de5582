import { expect, test } from 'vitest'
import { Day, Instant, TimeZone } from './time.ts'

test.each([
  ['2026-11-22T10:00:00Z', true],
  ['2026-11-22T10:00:00.123456+00:00', true],
  ['0001-01-01T00:00:00Z', true],
  ['9999-12-31T23:59:59.999Z', true],
  ['0000-12-31T23:59:59Z', false],
  ['0001-01-01T00:00:00+14:00', false],
  ['9999-12-31T23:59:59-12:00', false],
  ['2026-11-22T10:00:00+16:00', false],
  ['2026-11-22T10:00:00-23:59', false],
  [`2026-11-22T10:00:00.${'1'.repeat(120)}Z`, false],
  ['2026-02-30T10:00:00Z', false],
  ['infinity', false],
  ['10000-01-01T00:00:00+00:00', false],
])('the instant %s: %s', (text, isInstant) => expect(Instant.safeParse(text).success).toBe(isInstant))

test.each([
  ['2024-02-29', true],
  ['0001-01-01', true],
  ['0000-02-29', false],
  ['0044-03-15 BC', false],
  ['infinity', false],
])('the day %s: %s', (text, isDay) => expect(Day.safeParse(text).success).toBe(isDay))

test.each([
  ['Europe/Berlin', true],
  ['America/Argentina/Buenos_Aires', true],
  ['UTC', true],
  ['Etc/GMT+5', true],
  ['EST5EDT', true],
  ['+05:00', false],
  ['Foo3', false],
  ['Mars/Olympus', false],
])('the time zone %s: %s', (zone, isZone) => expect(TimeZone.safeParse(zone).success).toBe(isZone))
