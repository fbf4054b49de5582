import { describe, expect, test } from 'vitest'
import { Asin, findAsin, findAsinsInFilename, isAsin } from './asin.ts'
import { fc } from './testing/property.ts'

describe('an ASIN', () => {
  test.each([
    ['B07XJQW9K2', true],
    ['B000000000', true],
    ['b07xjqw9k2', false],
    ['B07XJQW9K', false],
    ['B07XJQW9K22', false],
    ['A07XJQW9K2', false],
    ['0306406152', true],
    ['0306406153', false],
    ['080442957X', true],
    ['0804429570', false],
    ['X804429570', false],
    ['', false],
  ])('%s → %s', (text, isOne) => {
    expect(isAsin(text)).toBe(isOne)
  })

  test('is read trimmed and upper-cased', () => {
    expect(Asin.parse('  b07xjqw9k2\n')).toBe('B07XJQW9K2')
  })

  test('every nine digits have exactly one check digit', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9]{9}$/), (digits) => {
        const fitting = [...'0123456789X'].filter((check) => isAsin(digits + check))
        expect(fitting).toHaveLength(1)
      }),
    )
  })
})

test.each([
  ['B07XJQW9K2', 'B07XJQW9K2'],
  [' b07xjqw9k2 ', 'B07XJQW9K2'],
  ['https://www.amazon.com/dp/B07XJQW9K2', 'B07XJQW9K2'],
  ['https://www.amazon.de/Some-Title/dp/b07xjqw9k2/ref=sr_1_1?keywords=x', 'B07XJQW9K2'],
  ['https://www.amazon.co.uk/gp/product/0306406152?th=1', '0306406152'],
  ['https://www.amazon.com/gp/aw/d/B07XJQW9K2#reviews', 'B07XJQW9K2'],
  ['https://www.amazon.com/dp/B07XJQW9K2X', null],
  ['https://www.amazon.com/s?k=lamp', null],
  ['desk lamp', null],
  ['', null],
])('the ASIN in "%s" is %s', (text, asin) => {
  expect(findAsin(text)).toBe(asin)
})

test.each([
  ['B07XJQW9K2_final.mp4', ['B07XJQW9K2']],
  ['my b07xjqw9k2-2.mov', ['B07XJQW9K2']],
  ['B07XJQW9K2.mp4', ['B07XJQW9K2']],
  ['0306406152 review.webm', ['0306406152']],
  ['Ｂ０７ＸＪＱＷ９Ｋ２.mp4', ['B07XJQW9K2']],
  ['background.mp4', []],
  ['AB07XJQW9K2.mp4', []],
  ['IMG_1234567890.mov', []],
  // A word with the shape of an ASIN hides no other.
  ['BRANDNEW01 B07XJQW9K2.mp4', ['B07XJQW9K2', 'BRANDNEW01']],
  ['brandnew01-take2.mp4', ['BRANDNEW01']],
  // Unix seconds of which the last digit is a correct check digit.
  ['1700000004_B07XJQW9K2.mp4', ['B07XJQW9K2', '1700000004']],
  ['B07XJQW9K2 vs B08N5WRWNW, B07XJQW9K2 wins.mp4', ['B07XJQW9K2', 'B08N5WRWNW']],
])('the words of %s that may be its ASIN', (filename, asins) => {
  expect(findAsinsInFilename(filename)).toEqual(asins)
})

test('a name of nothing but ASINs is cut off', () => {
  const asins = Array.from({ length: 40 }, (_, index) => `B${String(index).padStart(9, '0')}`)
  expect(findAsinsInFilename(asins.join('-'))).toEqual(asins.slice(0, 8))
})
