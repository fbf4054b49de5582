import { describe, expect, test } from 'vitest'
import {
  accountLabel,
  CALENDAR_COLUMNS,
  calendarLine,
  readCalendarRow,
  readDay,
  readHeader,
  readTime,
} from './calendar-file.ts'

const HEADER = ['date', 'TIME', 'Time zone', 'accounts', 'Caption', 'asin', 'Notes', 'YouTube_title']
const places = readHeader(HEADER)
const row = (cells: Partial<Record<string, string>>) =>
  readCalendarRow(
    HEADER.map((name) => cells[name] ?? ''),
    places,
  )
const valid = { date: '2026-11-22', TIME: '09:00', accounts: 'Instagram: lamp.shop; YouTube: Lamps', Caption: 'Hi' }

test('the header is found whatever its capitals, and other columns are left alone', () => {
  expect(places).toEqual({ Date: 0, Time: 1, 'Time zone': 2, Accounts: 3, Caption: 4, ASIN: 5, 'YouTube title': 7 })
})

test('a row', () => {
  expect(row({ ...valid, asin: 'b000000001' })?.row).toEqual({
    wall: '2026-11-22T09:00',
    time_zone: null,
    accounts: ['Instagram: lamp.shop', 'YouTube: Lamps'],
    caption: 'Hi',
    asin: 'B000000001',
    link: null,
    title: null,
  })
  expect(row({ ...valid, date: '', TIME: '' })?.row?.wall).toBeNull()
  expect(row({})).toBeNull()
})

test.each([
  [{ accounts: '' }, 'Accounts', 'Name at least one account, such as Instagram: lamp.shop.'],
  [{ date: '' }, 'Date', 'This row has a time but no date. Add the date.'],
  [{ TIME: '' }, 'Time', 'This row has a date but no time. Add the time.'],
  [{ date: '03/04/2026' }, 'Date', '“03/04/2026” can be two dates. Write it as 2026-11-22.'],
  [{ date: 'soon' }, 'Date', '“soon” is not a date. Write it as 2026-11-22.'],
  [{ date: '2026-02-30' }, 'Date', '“2026-02-30” is not a date. Write it as 2026-11-22.'],
  [{ TIME: '25:00' }, 'Time', '“25:00” is not a time. Write it as 09:00.'],
])('%j is refused in its column', (change, column, message) => {
  expect(row({ ...valid, ...change })).toEqual({ row: null, problems: [{ column, message }] })
})

describe('what a spreadsheet makes of dates and times', () => {
  test.each([
    ['2026-11-22', '2026-11-22'],
    ['2026/1/2', '2026-01-02'],
    ['11/22/2026', '2026-11-22'],
    ['22/11/2026', '2026-11-22'],
    ['22.11.2026', '2026-11-22'],
    ['1.2.2026', '2026-02-01'],
    ['05/05/2026', '2026-05-05'],
    ['03/04/2026', 'ambiguous'],
    ['46348', '2026-11-22'],
    ['46348.375', '2026-11-22'],
    ['13/13/2026', null],
    ['22-11.2026', null],
    ['2026-11', null],
  ])('day %s', (text, expected) => expect(readDay(text)).toBe(expected))

  test.each([
    ['9:00', '09:00'],
    ['09:00:00', '09:00'],
    ['9:00 AM', '09:00'],
    ['12:05 am', '00:05'],
    ['12:05 p.m.', '12:05'],
    ['9 pm', '21:00'],
    ['0.375', '09:00'],
    ['.5', '12:00'],
    ['9.30', '09:30'],
    ['9', null],
    ['13:00 pm', null],
    ['24:00', null],
    ['9:5', null],
  ])('time %s', (text, expected) => expect(readTime(text)).toBe(expected))

  test('date and time in one cell', () => {
    expect(row({ ...valid, date: '2026-11-22 21:30', TIME: '' })?.row?.wall).toBe('2026-11-22T21:30')
    expect(row({ ...valid, date: '2026-11-22T21:30', TIME: '' })?.row?.wall).toBe('2026-11-22T21:30')
    expect(row({ ...valid, date: '11/22/2026 9:30 PM', TIME: '' })?.row?.wall).toBe('2026-11-22T21:30')
  })
})

test('no exported cell runs as a formula, and an import reads it back', () => {
  const cells = Object.fromEntries(CALENDAR_COLUMNS.map((column) => [column, ''])) as Record<
    (typeof CALENDAR_COLUMNS)[number],
    string
  >
  const line = calendarLine({ ...cells, Caption: '=HYPERLINK("x")', 'YouTube title': '@now', Accounts: '+a; -b' })
  expect(line).toBe(`,,,"'+a; -b","'=HYPERLINK(""x"")",,,'@now,,`)
  expect(row({ ...valid, Caption: "'=HYPERLINK" })?.row?.caption).toBe('=HYPERLINK')
})

test('one name on two networks is two accounts', () => {
  const account = { username: 'lamp', name: 'Lamp shop' }
  expect(accountLabel({ ...account, network: 'instagram' })).toBe('Instagram: lamp')
  expect(accountLabel({ ...account, network: 'youtube', username: null })).toBe('YouTube: Lamp shop')
})
