import { describe, expect, test } from 'vitest'
import { fc } from './testing/property.ts'
import {
  cleanJson,
  cleanText,
  cutText,
  cutTextStart,
  firstCharacter,
  givenName,
  isShown,
  Link,
  parseCleanJson,
  TooDeepError,
} from './text.ts'

const anyText = fc.string({
  unit: fc.constantFrom('a', ' ', '\0', '\ud83d', '\ude00', '😀', '👨‍👩‍👧', '🇩🇪', 'e\u0301', '한'),
})

describe('text is clean', () => {
  test.each([
    ['a NUL', 'a\0b', 'ab'],
    ['only NULs', '\0\0', ''],
    ['the first half of an emoji', 'a\ud83d', 'a'],
    ['the second half', '\ude00b', 'b'],
    ['halves in the wrong order', '\ude00\ud83d', ''],
    ['a whole emoji', 'a😀b', 'a😀b'],
  ])('%s', (_, text, clean) => expect(cleanText(text)).toBe(clean))

  test('any text becomes well formed, and clean text stays', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const clean = cleanText(text)
        expect(clean.isWellFormed()).toBe(true)
        expect(clean).not.toContain('\0')
        expect(cleanText(clean)).toBe(clean)
      }),
    )
  })

  test('in JSON, however deep, keys included', () => {
    const written = '{"a\\u0000":[{"b":"\\ud83d"},1,null,true],"__proto__":{"x":"\\u0000y"}}'
    expect(JSON.stringify(parseCleanJson(written))).toBe('{"a":[{"b":""},1,null,true],"__proto__":{"x":"y"}}')
  })

  test('absurd nesting is refused before it exhausts the stack', () => {
    expect(() => parseCleanJson('['.repeat(5000) + ']'.repeat(5000))).toThrow(TooDeepError)
    expect(cleanJson([[[['\0']]]])).toEqual([[[['']]]])
  })
})

describe('text is cut between characters', () => {
  test.each([
    ['an emoji', 'ab😀', 3, 'ab'],
    ['a family', 'ab👨‍👩‍👧c', 9, 'ab'],
    ['a family that just fits', 'ab👨‍👩‍👧c', 10, 'ab👨‍👩‍👧'],
    ['a flag', 'x🇩🇪🇫🇷', 7, 'x🇩🇪'],
    ['a skin tone', 'hi 👍🏽', 6, 'hi '],
    ['an accent of its own', 'cafe\u0301', 4, 'caf'],
    ['text that fits', 'abc', 3, 'abc'],
    ['one character longer than the limit', '👨‍👩‍👧', 4, '👨‍'],
    ['one emoji longer than the limit', '😀', 1, ''],
  ])('%s', (_, text, length, cut) => expect(cutText(text, length)).toBe(cut))

  test('any cut text is a clean beginning of the limit at most, and its end is one of the end', () => {
    fc.assert(
      fc.property(anyText, fc.nat(30), (text, length) => {
        const [start, end] = [cutText(text, length), cutTextStart(text, length)]
        expect(cleanText(text).startsWith(start)).toBe(true)
        expect(cleanText(text).endsWith(end)).toBe(true)
        expect(Math.max(start.length, end.length)).toBeLessThanOrEqual(length)
        expect(start.isWellFormed() && end.isWellFormed()).toBe(true)
      }),
    )
  })

  test('the end of a file name keeps its type', () => {
    expect(cutTextStart(`${'x'.repeat(20)}👨‍👩‍👧.csv`, 6)).toBe('.csv')
    expect(cutTextStart('a.csv', 200)).toBe('a.csv')
  })

  test.each([
    ['👨‍👩‍👧 Ann', '👨‍👩‍👧'],
    ['Ann', 'A'],
    ['\ud83d', ''],
    ['', ''],
  ])('the first character of "%s"', (text, first) => expect(firstCharacter(text)).toBe(first))
})

test.each([
  ['https://example.test/a.jpg', true],
  ['HTTP://127.0.0.1:8888/ä', true],
  ['https://', false],
  ['https://a b', false],
  ['javascript:alert(1)', false],
  ['https://a/\n', false],
])('the link "%s": %s', (text, isLink) => expect(Link.safeParse(text).success).toBe(isLink))

describe('a name shows something', () => {
  test.each(['A', ' Ann ', '猫', '😀', '👨‍👩‍👧', '١', 'é', '-'])('%j does', (name) => {
    expect(isShown(name)).toBe(true)
    expect(givenName(60).safeParse(name).success).toBe(true)
  })

  test.each([
    '',
    '   ',
    '\u200B',
    '\u200D\u2060',
    '\uFEFF',
    '\u00AD\u00AD',
    '\u202E',
    '\u3164',
    '\u2800',
    '\u0301',
    '\u00A0',
  ])('%j does not', (name) => {
    expect(isShown(name)).toBe(false)
    expect(givenName(60).safeParse(name).success).toBe(false)
  })
})
