import { expect, test } from 'vitest'
import { addHashtags, fillTemplate, unknownPlaceholders } from './caption-templates.ts'

const values = { title: 'Desk lamp', asin: 'B000000001', link: 'https://a.example/l', hashtags: ['lamp', 'desk'] }

test.each([
  ['{title} – {asin}\n{link}\n\n{hashtags}', 'Desk lamp – B000000001\nhttps://a.example/l\n\n#lamp #desk'],
  ['{TITLE}!', 'Desk lamp!'],
  ['{unknown} {title}', '{unknown} Desk lamp'],
  ['plain', 'plain'],
])('%s', (body, expected) => expect(fillTemplate(body, values)).toBe(expected))

test('a line without any value leaves no gap', () => {
  expect(fillTemplate('{title}\n\n{link}\n\n{hashtags}', { ...values, link: null, hashtags: [] })).toBe('Desk lamp')
  expect(fillTemplate('Buy: {link}\n{title}', { ...values, link: null })).toBe('Buy:\nDesk lamp')
})

test('braces and replacement patterns in a value stay what they are', () => {
  expect(fillTemplate('{title}', { ...values, title: "{asin} $& $1 $'" })).toBe("{asin} $& $1 $'")
})

test('unknown placeholders are named once', () => {
  expect(unknownPlaceholders('{titel} {title} {titel} {Link} {price}')).toEqual(['titel', 'price'])
})

test.each([
  ['Text', ['a', 'b'], 'Text\n\n#a #b'],
  ['Text #A', ['a', 'b'], 'Text #A\n\n#b'],
  ['Text\n\n#c', ['a'], 'Text\n\n#c #a'],
  ['', ['a', 'A'], '#a'],
  ['#a', ['a'], '#a'],
])('hashtags are added once: %s + %j', (caption, tags, expected) => expect(addHashtags(caption, tags)).toBe(expected))
