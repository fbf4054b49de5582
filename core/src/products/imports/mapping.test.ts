import { expect, test } from 'vitest'
import { productColumns } from '../product-columns.ts'
import { guessMapping, normalizeHeader, splitHeaders } from './mapping.ts'

const shade = { id: '6f1c2b7e-8f58-4a52-9d1b-0a4f6f1d2c3b', name: 'Lampshade', kind: 'text' as const }
const columns = productColumns([shade])
const guess = (headers: string[], sample: string[][] = []) => guessMapping(headers, sample, columns)

test('the headers of our own export are recognized exactly; export-only columns are left out', () => {
  const mapping = guess(columns.map(({ label }) => label))
  expect(mapping).toEqual(columns.map(({ key, isWritable }) => (isWritable ? key : null)))
})

test.each([
  ['Product name', 'title'],
  ['QTY', 'quantity'],
  ['Purchase price', 'cost_cents'],
  ['purchase_date', 'purchase_date'],
  ['Follow-up date', 'follow_up_date'],
  ['Owner(s)', 'owners'],
  ['Image URL', 'image_url'],
  ['lampshade', `custom.${shade.id}`],
  ['Moon phase', null],
  ['Videos', null],
])('%s is %s', (header, field) => {
  expect(guess([header])).toEqual([field])
})

test('a field is taken from one column, the first', () => {
  expect(guess(['Title', 'Product name', 'Name'])).toEqual(['title', null, null])
})

test('a column full of ASINs is the ASIN, whatever its header', () => {
  const sample = [
    ['1', 'https://www.amazon.com/dp/B0C1234567'],
    ['2', 'B0C7654321'],
    ['3', ''],
  ]
  expect(guess(['No.', 'Link'], sample)).toEqual([null, 'asin'])
  expect(
    guess(
      ['No.', 'Link'],
      [
        ['1', 'B0C7654321'],
        ['2', 'none'],
      ],
    ),
  ).toEqual([null, null])
})

test('a first row with an ASIN in it is data', () => {
  expect(splitHeaders([['B0C1234567'], ['B0C7654321']])).toEqual({ headers: ['Column 1'], firstDataRow: 0 })
  expect(
    splitHeaders([
      ['ASIN', ''],
      ['B0C7654321', 'x', 'y'],
    ]),
  ).toEqual({
    headers: ['ASIN', 'Column 2', 'Column 3'],
    firstDataRow: 1,
  })
})

test('accents, case and punctuation do not matter in a header', () => {
  expect(normalizeHeader('  Café-Größe (cm) ')).toBe('cafe große cm')
})
