import { describe, expect, test } from 'vitest'
import { fc } from '../testing/property.ts'
import { fitText, graphemesOf, LINE_HEIGHT, type Measure } from './fit-text.ts'

/** Every character is half as wide as the text is high. */
const measure: Measure = (text, px) => graphemesOf(text).length * px * 0.5
const limits = { min_px: 20, max_px: 80, max_lines: 2 }
const box = { width: 400, height: 200 }

const fitted = (...input: Parameters<typeof fitText>) => {
  const fit = fitText(...input)
  if (!fit) throw new Error('The box has no room.')
  return fit
}

describe('fitting a text', () => {
  test.each([
    ['nothing', '', { font_px: 80, lines: [], truncated: false }],
    ['white space', ' \n\t ', { font_px: 80, lines: [], truncated: false }],
    ['a short word has a ceiling', 'Short', { font_px: 80, lines: ['Short'], truncated: false }],
    [
      'two lines before a smaller size',
      'Honest Review',
      { font_px: 80, lines: ['Honest', 'Review'], truncated: false },
    ],
    [
      'line breaks of a title are spaces',
      'Honest\n  Review',
      { font_px: 80, lines: ['Honest', 'Review'], truncated: false },
    ],
  ])('%s', (_, text, expected) => {
    expect(fitted(text, box, limits, measure)).toEqual(expected)
  })

  test('a long text gets the largest size at which it fits', () => {
    const text = 'A coffee machine with a very long name'
    const fit = fitted(text, box, limits, measure)
    expect(fit.truncated).toBe(false)
    expect(fit.lines.join(' ')).toBe(text)
    const larger = fitted(text, box, { ...limits, min_px: fit.font_px + 1 }, measure)
    expect(larger.truncated).toBe(true)
  })

  test('a word that is wider than its line is cut, and nothing of it is lost', () => {
    const word = 'Donaudampfschifffahrtsgesellschaftskapitän'
    const fit = fitted(word, box, limits, measure)
    expect(fit).toMatchObject({ truncated: false })
    expect(fit.lines.join('')).toBe(word)
    expect(fit.lines.length).toBe(2)
  })

  test.each([
    ['one line at the minimum size', { width: 400, height: 23 }, 'Lamp'],
    ['one character', { width: 9, height: 200 }, 'Lamp'],
    ['a character beside its ellipsis', { width: 15, height: 24 }, 'Lamp'],
    ['anything', { width: 1, height: 1 }, 'i'],
  ])('a box without room for %s has no fit', (_, small, text) => {
    expect(fitText(text, small, limits, measure)).toBeNull()
  })

  test('a box with room for exactly one line, or one character of each, has a fit', () => {
    expect(fitted('Lamp', { width: 400, height: 24 }, limits, measure)).toMatchObject({ font_px: 20, lines: ['Lamp'] })
    expect(fitted('La', { width: 10, height: 48 }, limits, measure)).toMatchObject({ lines: ['L', 'a'] })
    expect(fitted('', { width: 1, height: 1 }, limits, measure)).toMatchObject({ lines: [] })
  })

  test('an ellipsis comes at the minimum size only', () => {
    const fit = fitted('W'.repeat(200), box, limits, measure)
    expect(fit).toMatchObject({ font_px: 20, truncated: true })
    expect(fit.lines.at(-1)).toMatch(/W…$/)
  })

  test('an ellipsis stands behind a letter, not behind a comma', () => {
    const text = `${'x'.repeat(38)} ${'y'.repeat(38)}, z ${'w'.repeat(300)}`
    expect(fitted(text, { width: 400, height: 200 }, limits, measure).lines.at(-1)).not.toMatch(/[\s,]…$/)
  })

  test('an emoji of several code points is never cut', () => {
    const family = '👨‍👩‍👧'
    const fit = fitted(family.repeat(60), box, limits, measure)
    const drawn = graphemesOf(fit.lines.join('').replace('…', ''))
    expect(new Set(drawn)).toEqual(new Set([family]))
  })

  test('Japanese and Chinese break without spaces, between words where there are some', () => {
    const fit = fitted('正直なレビュー電気圧力鍋', { width: 300, height: 200 }, limits, measure)
    expect(fit.truncated).toBe(false)
    expect(fit.lines.length).toBe(2)
    expect(fit.lines.join('')).toBe('正直なレビュー電気圧力鍋')
  })

  test('punctuation stays with its word', () => {
    const { lines } = fitted(
      'Is it good? (Yes!) "Really"',
      { width: 400, height: 600 },
      { ...limits, max_lines: 6 },
      measure,
    )
    expect(lines.some((line) => /^[?!)]/.test(line) || /[(]$/.test(line))).toBe(false)
  })

  test('every line fits its box, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 120 }),
        fc.integer({ min: 60, max: 900 }),
        fc.integer({ min: 30, max: 400 }),
        fc.integer({ min: 1, max: 6 }),
        (text, width, height, max_lines) => {
          const fit = fitted(text, { width, height }, { min_px: 20, max_px: 90, max_lines }, measure)
          expect(fit.font_px >= 20 && fit.font_px <= 90).toBe(true)
          expect(fit.lines.length).toBeLessThanOrEqual(max_lines)
          expect(fit.lines.every((line) => measure(line, fit.font_px) <= width)).toBe(true)
          if (!fit.truncated) {
            expect(fit.lines.length * fit.font_px * LINE_HEIGHT <= height || fit.lines.length === 0).toBe(true)
            expect(fit.lines.join('').replace(/\s/gu, '')).toBe(text.replace(/\s/gu, ''))
          }
        },
      ),
    )
  })
})
