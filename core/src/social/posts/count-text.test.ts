import { describe, expect, test } from 'vitest'
import { fc } from '../../testing/property.ts'
import {
  cutToLimit,
  findHashtags,
  findMentions,
  measureText,
  readHashtag,
  tagsLength,
  youTubeTitle,
} from './count-text.ts'

const FAMILY = '👩‍👩‍👧‍👦'
const tags = (text: string) => findHashtags(text).map((found) => found.text)
const mentions = (text: string) => findMentions(text).map((found) => found.text)

test('a family emoji is 11 UTF-16 units, 7 code points and 25 bytes', () => {
  expect([measureText(FAMILY, 'utf16'), measureText(FAMILY, 'codepoints'), measureText(FAMILY, 'bytes')]).toEqual([
    11, 7, 25,
  ])
})

describe('hashtags as networks link them', () => {
  test.each([
    ['#b#c', ['#b', '#c']],
    ['##d', ['#d']],
    ['###', []],
    ['#1', []],
    ['#２０２６', []],
    ['#1st #2026goals', ['#1st', '#2026goals']],
    ['#ünï', ['#ünï']],
    ['#u\u0308ni\u0308', ['#u\u0308ni\u0308']],
    ['#日本', ['#日本']],
    ['＃日本', ['#日本']],
    ['#हिन्दी', ['#हिन्दी']],
    ['https://x.y/#frag', []],
    ['HTTPS://X.Y/?a=1#frag and #real', ['#real']],
    ['www.x.y/#frag', []],
    ['awww.#cute', ['#cute']],
    ['&#39;', []],
    ['it&#39;s &amp; &#x27;x&#x27; #ok', ['#ok']],
    ['R&#D', ['#D']],
    ['word#tag', []],
    ['日本#タグ', []],
    ['#a-b', ['#a']],
    ['#a.#b,#c', ['#a', '#b', '#c']],
    ['(#a)', ['#a']],
    ['# a', []],
    ['#_', ['#_']],
    ['#️⃣ keycap', []],
    ['#1️⃣', []],
    ['#😀 #👍🏽', ['#😀', '#👍🏽']],
    ['#🇩🇪', ['#🇩🇪']],
    [`#${FAMILY}`, [`#${FAMILY}`]],
    ['', []],
  ])('%s', (text, expected) => expect(tags(text)).toEqual(expected))

  test('the place of a tag is where its sign stands', () => {
    const text = 'a ##d #e'
    expect(findHashtags(text).map(({ index }) => text[index])).toEqual(['#', '#'])
    expect(findHashtags(text).map(({ index, text: tag }) => text.slice(index, index + tag.length))).toEqual([
      '#d',
      '#e',
    ])
  })
})

describe('mentions', () => {
  test.each([
    ['@lamp.shop', ['@lamp.shop']],
    ['Thanks @lamp.', ['@lamp']],
    ['ann@example.com', []],
    ['https://x.y/@me', []],
    ['@@a', ['@a']],
    ['(@a)@b', ['@a', '@b']],
    ['@', []],
    ['@ünï', []],
  ])('%s', (text, expected) => expect(mentions(text)).toEqual(expected))
})

test('counting takes time in proportion to the text', () => {
  const milliseconds = (text: string) => {
    const startedAt = performance.now()
    findHashtags(text)
    findMentions(text)
    return performance.now() - startedAt
  }
  for (const part of ['#', '#1', '&#', '@', '@.', 'https://', 'www.', '#a'.repeat(3), '&#aaaaaaaaaa', '\u200D']) {
    milliseconds(part.repeat(1000))
    const ratio = milliseconds(part.repeat(40_000)) / Math.max(20, milliseconds(part.repeat(4_000)))
    expect.soft(ratio, part).toBeLessThan(60)
  }
})

describe('cutting', () => {
  test('never cuts through what people see as one character', () => {
    expect(cutToLimit(`a${FAMILY}b`, 11, 'utf16')).toBe('a')
    expect(cutToLimit(`a${FAMILY}b`, 12, 'utf16')).toBe(`a${FAMILY}`)
    expect(cutToLimit(`a${FAMILY}b`, 25, 'bytes')).toBe('a')
    expect(cutToLimit('é'.normalize('NFD').repeat(3), 5, 'utf16')).toBe('é'.normalize('NFD').repeat(2))
    expect(cutToLimit('🇩🇪🇫🇷', 3, 'codepoints')).toBe('🇩🇪')
  })

  test('what was cut is a beginning within the limit, and as long as possible by one character', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 30 }),
        fc.nat(40),
        fc.constantFrom('utf16' as const, 'codepoints' as const, 'bytes' as const),
        (text, most, unit) => {
          const cut = cutToLimit(text, most, unit)
          expect(text.startsWith(cut)).toBe(true)
          expect(measureText(cut, unit)).toBeLessThanOrEqual(most)
          expect(cutToLimit(cut, most, unit)).toBe(cut)
        },
      ),
    )
  })
})

test('YouTube counts commas between tags, and quotes around those with a space', () => {
  expect([tagsLength([]), tagsLength(['lamp']), tagsLength(['lamp', 'desk lamp'])]).toEqual([0, 4, 4 + 1 + 9 + 2])
})

test.each([
  ['#Lamp', 'Lamp'],
  [' lamp ', 'lamp'],
  ['two words', null],
  ['a#b', null],
  ['123', null],
  ['a-b', null],
  ['', null],
  ['日本', '日本'],
])('a hashtag of a set: %s', (text, expected) => expect(readHashtag(text)).toBe(expected))

describe('a title that YouTube takes', () => {
  test.each([
    ['emoji count as the network counts them', '☕'.repeat(10) + '🎧'.repeat(60), '☕'.repeat(10) + '🎧'.repeat(45)],
    ['a family is not cut apart', `${'a'.repeat(95)}${FAMILY}`, 'a'.repeat(95)],
    ['angle brackets and line ends go', ' A <lamp>\r\nfor   you ', 'A lamp for you'],
    ['nothing stays nothing', ' <> ', ''],
  ])('%s', (_, text, title) => {
    expect(youTubeTitle(text)).toBe(title)
    expect(measureText(title, 'utf16')).toBeLessThanOrEqual(100)
  })
})
