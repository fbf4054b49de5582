import { expect, test } from 'vitest'
import { brandNames, gtinsOf, isTelling, normalizeGtin, normalizeNumber } from './identifiers.ts'

test.each([
  // A UPC, with its leading zero as EAN and GTIN-14, and with hyphens: one code.
  ['036000291452', '00036000291452'],
  ['0036000291452', '00036000291452'],
  ['00036000291452', '00036000291452'],
  ['0-36000-29145-2', '00036000291452'],
  // A spreadsheet took the zero.
  ['36000291452', '00036000291452'],
  ['4006381333931', '04006381333931'],
  ['96385074', '00000096385074'],
  ['978-0-306-40615-7', '09780306406157'],
  // A wrong check digit, a wrong length, nothing, a shop's own number.
  ['036000291453', null],
  ['4006381333', null],
  ['0000000000000', null],
  ['2000000000015', null],
  ['Does not apply', null],
  ['', null],
])('%s is %s', (code, gtin) => {
  expect(normalizeGtin(code)).toBe(gtin)
})

test('a book’s ASIN counts as its ISBN-13; another ASIN counts as no code', () => {
  expect([...gtinsOf({ codes: [], asin: '0306406152' })]).toEqual(['09780306406157'])
  expect([...gtinsOf({ codes: ['9780306406157'], asin: '0306406152' })]).toEqual(['09780306406157'])
  expect([...gtinsOf({ codes: [], asin: 'B07XJQW9K2' })]).toEqual([])
})

test.each([
  ['WH-1000XM5/B', 'wh1000xm5b', true],
  ['QP2834/20', 'qp283420', true],
  ['75257', '75257', true],
  ['2022', '2022', false],
  ['11111', '11111', false],
  ['Classic', 'classic', false],
  ['12', '12', false],
  ['Does Not Apply', null, false],
  ['n/a', null, false],
  ['X', null, false],
  [null, null, false],
])('the number %s is %s, telling: %s', (text, number, telling) => {
  expect(normalizeNumber(text)).toBe(number)
  expect(number !== null && isTelling(number)).toBe(telling)
})

test.each([
  ['Sony', ['sony']],
  ['SONY Inc.', ['sony']],
  ['ソニー(SONY)', ['ソニーsony', 'sony', 'ソニー']],
  ["Nature's Way", ['naturesway']],
  ['Visit the Kasa Store', ['kasa']],
  ['Generic', []],
  ['ノーブランド品', []],
  [null, []],
])('the names of the brand %s', (text, names) => {
  expect(brandNames(text)).toEqual(names)
})
