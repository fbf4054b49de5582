import { expect, test } from 'vitest'
import { fc } from '../testing/property.ts'
import { videoTitle } from './rules.ts'

test.each([
  ['Desk lamp', 'Honest Review', 'Honest Review - Desk lamp'],
  ['Desk lamp', '', 'Desk lamp'],
  ['Desk lamp', null, 'Desk lamp'],
  ['  ', 'Honest Review', 'B07XJQW9K2'],
  [null, 'Honest Review', 'B07XJQW9K2'],
  [
    'Dimmable LED desk lamp with wireless charger and USB port, white',
    null,
    'Dimmable LED desk lamp with wireless charger and USB port',
  ],
  ['x'.repeat(70), null, 'x'.repeat(60)],
])('"%s" with prefix %s becomes "%s"', (title, prefix, expected) => {
  expect(videoTitle({ asin: 'B07XJQW9K2', title }, prefix)).toBe(expected)
})

test('a video title never passes 60 characters, never ends in a space, and never splits a word unless it is too long', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1, maxLength: 30 }), (words) => {
      const made = videoTitle({ asin: 'B07XJQW9K2', title: words.join(' ') })
      expect(made.length).toBeLessThanOrEqual(60)
      expect(made).toBe(made.trim())
      expect(words.slice(0, made.split(' ').length)).toEqual(made.split(' '))
    }),
  )
})
