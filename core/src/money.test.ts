import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatMoney, parseMoney } from './money.ts'

test.each([
  [1999, 'USD', 'en-US', '$19.99'],
  [0, 'EUR', 'en-US', '€0.00'],
  [1234567, 'GBP', 'en-GB', '£12,345.67'],
  [500, 'JPY', 'en-US', '¥500'],
])('%d of %s in %s reads %s', (cents, currency, locale, text) => {
  expect(formatMoney(cents, currency, locale)).toBe(text)
})

test.each([
  ['12', 1200],
  ['12.5', 1250],
  [' 1,234.56 ', 123456],
  ['0.01', 1],
  ['1,23', null],
  ['12.345', null],
  ['-1', null],
  ['1e3', null],
  ['', null],
])('"%s" is %s cents', (text, cents) => {
  expect(parseMoney(text)).toBe(cents)
})

test('an amount written in dollars and cents is read back to the cent', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100_000_000_00 }), (cents) => {
      expect(parseMoney(formatMoney(cents, 'USD', 'en-US').slice(1))).toBe(cents)
    }),
  )
})
