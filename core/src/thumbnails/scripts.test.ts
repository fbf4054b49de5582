import { expect, test } from 'vitest'
import { coverageOf, isCovered, missingCharacters } from './scripts.ts'

const LETTERS = coverageOf([...'abcdefgé ', '\u0301', '👨', '👩', '👧'].map((char) => char.codePointAt(0) ?? 0))

test('ranges of code points are ordered, joined and each once', () => {
  expect(coverageOf([5, 3, 4, 9, 3, 10])).toEqual([
    [3, 5],
    [9, 10],
  ])
  expect(coverageOf([])).toEqual([])
})

test('a code point is found in its range and nowhere else', () => {
  const coverage = coverageOf([10, 11, 12, 20, 30, 31])
  expect([9, 10, 12, 13, 20, 29, 31, 32].map((code) => isCovered(coverage, code))).toEqual([
    false,
    true,
    true,
    false,
    true,
    false,
    true,
    false,
  ])
})

test.each([
  ['abc', []],
  ['abcXaX', ['X']],
  ['cafe\u0301', []],
  ['caf\u00e9', []],
  ['👨‍👩‍👧', []],
  ['a\u200bb\ufe0fc', []],
  ['ab 电饭煲', ['电', '饭', '煲']],
  ['🇩🇪', ['🇩🇪']],
])('%j lacks %j', (text, missing) => {
  expect(missingCharacters(text, LETTERS)).toEqual(missing)
})
