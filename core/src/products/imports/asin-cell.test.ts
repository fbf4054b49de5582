import { describe, expect, test } from 'vitest'
import { MARKETPLACES } from '../../marketplaces.ts'
import { fc } from '../../testing/property.ts'
import { describeAsinRepair, findAsinInCell, readAsinCell } from './asin-cell.ts'

describe('read as it is', () => {
  test.each([
    ['B0C1234567', 'B0C1234567'],
    [' b0c1234567 ', 'B0C1234567'],
    ['\uFEFFB0C1234567', 'B0C1234567'],
    ['\u00a0B0C1234567\u3000', 'B0C1234567'],
    ['B00OQVZDJM', 'B00OQVZDJM'],
    ['0-306-40615-2', '0306406152'],
    ['="0306406152"', '0306406152'],
    ['https://www.amazon.com/gp/offer-listing/B0C1234567/ref=dp_olp', 'B0C1234567'],
    ['https://www.amazon.de/product-reviews/B0C1234567?pageNumber=2', 'B0C1234567'],
    ['https://www.amazon.de/-/en/dp/B0C1234567%3Fth%3D1', 'B0C1234567'],
    ['https://www.amazon.com/exec/obidos/ASIN/0306406152/tag', '0306406152'],
  ])('%j → %s', (cell, asin) => {
    expect(readAsinCell(cell)).toEqual({ asin, repaired: null })
  })

  test.each(MARKETPLACES)('a link of $name with a chosen variation', ({ domain }) => {
    const link = `https://www.${domain}/Lampe-LED-Küche/dp/b0c1234567?th=1&psc=1`
    expect(readAsinCell(link)).toEqual({ asin: 'B0C1234567', repaired: null })
  })
})

describe('repaired, and said so', () => {
  test.each([
    ['306406152', '0306406152', 'leading_zeros'],
    ['3.06406152E+08', '0306406152', 'number_format'],
    ['3,06406152e+08', '0306406152', 'number_format'],
    ['306406152.0', '0306406152', 'number_format'],
    ['9780306406157', '0306406152', 'isbn13'],
    ['978-0-306-40615-7', '0306406152', 'isbn13'],
    ['=HYPERLINK("https://www.amazon.de/dp/B0C1234567?th=1")', 'B0C1234567', 'formula'],
    ['=HYPERLINK("https://www.amazon.de/dp/B0C1234567","Lamp")', 'B0C1234567', 'formula'],
    ['=LIEN_HYPERTEXTE("https://www.amazon.fr/dp/B0C1234567";"B0C1234567")', 'B0C1234567', 'formula'],
    ['\'=HYPERLINK("https://www.amazon.com/dp/B0C1234567")', 'B0C1234567', 'formula'],
  ] as const)('%j → %s by %s', (cell, asin, repaired) => {
    expect(readAsinCell(cell)).toEqual({ asin, repaired })
  })

  test('in a sentence', () => {
    expect(describeAsinRepair({ from: '306406152', to: '0306406152', how: 'leading_zeros' })).toBe(
      '“306406152” was read as 0306406152: the zeros at its beginning were missing.',
    )
  })
})

describe('refused with the reason', () => {
  const shortened = 'was shortened by a spreadsheet, so digits are lost. Format the column as text and export it again'
  test.each([
    ['9.78E+09', shortened, null],
    ['9,78E+12', shortened, null],
    ['3.06E+08', shortened, null],
    ['3.06406153E+08', 'is a number and no ASIN', null],
    ['03O6406152', 'has the letter O for a zero. Did you mean 0306406152?', '0306406152'],
    ['03O6406153', 'is not an ASIN', null],
    ['0306406153', 'is an ISBN with a wrong check digit', null],
    ['306406153', 'is not an ASIN', null],
    ['9780306406158', 'is not an ASIN', null],
    ['https://amzn.to/3abcDEF', 'is a short link. Open it and copy the link of the product page', null],
    ['=HYPERLINK("https://x.test/dp/B0C1234567";"B0C7654321")', 'names two ASINs, B0C1234567 and B0C7654321', null],
    ['=SUM(A1:A2)', 'is not an ASIN', null],
    ['Desk lamp', 'is not an ASIN', null],
    ['', 'is not an ASIN', null],
  ])('%j %s', (cell, reason, suggestion) => {
    expect(readAsinCell(cell)).toEqual({ asin: null, reason, suggestion })
  })
})

test('an ISBN that lost its zeros is never read as another one', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^0{1,4}[1-9][0-9]{8}$/), (digits) => {
      const nine = digits.slice(0, 9)
      const isbn = [...'0123456789'].map((check) => nine + check).find((text) => findAsinInCell(text) === text)
      fc.pre(isbn !== undefined)
      expect(findAsinInCell(String(Number(isbn)))).toBe(isbn)
    }),
  )
})
