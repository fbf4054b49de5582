import { describe, expect, test } from 'vitest'
import { formatMoney, readTypedMoney, writeTypedMoney } from './money.ts'
import { fc } from './testing/property.ts'

test.each([
  [1999, 'USD', 'en-US', '$19.99'],
  [0, 'EUR', 'en-US', '€0.00'],
  [1234567, 'GBP', 'en-GB', '£12,345.67'],
  [500, 'JPY', 'en-US', '¥500'],
])('%d of %s in %s reads %s', (cents, currency, locale, text) => {
  expect(formatMoney(cents, currency, locale)).toBe(text)
})

describe('a typed amount', () => {
  test.each([
    ['12', 1200],
    ['12.5', 1250],
    ['19.99', 1999],
    [' 1,234.56 ', 123456],
    ['1,299', 129900],
    ['1 299.00', 129900],
    ['1’299.00', 129900],
    ['12,345,678.90', 1234567890],
    ['0.01', 1],
  ])('with a period for cents, "%s" is %s cents', (text, cents) => {
    expect(readTypedMoney(text, { locale: 'en-US' })).toEqual({ cents, problem: null })
  })

  test.each([
    ['19,99', '19.99'],
    ['19,9', '19.90'],
    ['0,5', '0.50'],
    ['1234,50', '1234.50'],
    ['1.299,00', '1299.00'],
    ['1 299,00', '1299.00'],
    ['1.234.567,8', '1234567.80'],
  ])('with a period for cents, "%s" is told as %s', (text, right) => {
    expect(readTypedMoney(text, { locale: 'en-US' })).toEqual({
      cents: null,
      problem: `Use a period for cents: ${right}`,
    })
  })

  test.each([
    ['19,99', 1999],
    ['19,9', 1990],
    ['19.99', 1999],
    ['19.9', 1990],
    ['1.299,00', 129900],
    ['1.299', 129900],
    ['1 299,00', 129900],
    ['1.234.567,89', 123456789],
    ['12', 1200],
  ])('with a comma for cents, "%s" is %s cents', (text, cents) => {
    for (const locale of ['de-DE', 'es-ES', 'fr-FR', 'it-IT'])
      expect(readTypedMoney(text, { locale }), locale).toEqual({ cents, problem: null })
  })

  test('with a comma for cents, an amount in American signs is told as what it is', () => {
    expect(readTypedMoney('1,299.00', { locale: 'de-DE' }).problem).toBe('Use a comma for cents: 1299,00')
  })

  test.each(['12.345', '1.299', '12,34,56', '1,29,900', '1.299,00.5', '12 34', '-1', '1e3', '$5', 'abc', '', ','])(
    '"%s" is no amount',
    (text) => {
      expect(readTypedMoney(text, { locale: 'en-US' })).toEqual({
        cents: null,
        problem: 'Enter an amount, such as 24.90.',
      })
    },
  )

  test('what could be a thousand or a fraction is not guessed', () => {
    expect(readTypedMoney('1,299', { locale: 'de-DE' })).toEqual({
      cents: null,
      problem: 'Enter an amount, such as 24,90.',
    })
  })

  test('a currency decides how many digits are cents', () => {
    const yen = { locale: 'ja-JP', currency: 'JPY' }
    expect(readTypedMoney('2,490', yen).cents).toBe(2490)
    expect(readTypedMoney('24.90', yen).problem).toBe('Enter a whole amount, such as 2490.')
    expect(readTypedMoney('24,90', yen).problem).toBe('Enter a whole amount, such as 2490.')
    expect(readTypedMoney('1.5', { locale: 'en-US', currency: 'KWD' }).cents).toBe(1500)
  })

  test('an amount is read back to the cent, as a field writes it and as a page shows it', () => {
    const anyStyle = fc.constantFrom('en-US', 'en-GB', 'de-DE', 'de-CH', 'es-ES', 'es-MX', 'fr-FR', 'it-IT', 'ja-JP')
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000_000_00 }), anyStyle, (cents, locale) => {
        const shown = new Intl.NumberFormat(locale, { minimumFractionDigits: 2 }).format(cents / 100)
        for (const text of [writeTypedMoney(cents, { locale }), shown])
          expect(readTypedMoney(text, { locale }), `${text} in ${locale}`).toEqual({ cents, problem: null })
      }),
    )
  })

  test('no text is read as a hundred times the amount a person meant', () => {
    const anyAmount = fc.record({ whole: fc.nat(9_999_999), part: fc.integer({ min: 1, max: 99 }) })
    fc.assert(
      fc.property(anyAmount, fc.constantFrom('en-US', 'de-DE'), fc.constantFrom(',', '.'), (amount, locale, sign) => {
        const { whole, part } = amount
        const { cents } = readTypedMoney(`${whole}${sign}${String(part).padStart(2, '0')}`, { locale })
        expect([null, whole * 100 + part]).toContain(cents)
      }),
    )
  })
})
