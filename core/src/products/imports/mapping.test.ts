import { expect, test } from 'vitest'
import { productColumns } from '../product-columns.ts'
import { findHeaderRow, guessCurrency, guessMapping, normalizeHeader, splitHeaders, takeRemarks } from './mapping.ts'

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

test.each(['Price', 'Selling price', 'Amount', 'State', 'Sale price'])(
  '%s means something else elsewhere',
  (header) => {
    expect(guess([header])).toEqual([null])
  },
)

test("a status is one of the workspace's, not a word of Amazon's", () => {
  const known = { status: ['Ordered', 'Listed'], marketplace: ['Amazon'] }
  const of = (header: string, cell: string) => guessMapping([header], [[cell]], columns, known)
  expect(of('Status', 'Active')).toEqual([null])
  expect(of('Status', 'listed ')).toEqual(['status_id'])
  expect(of('Status', '')).toEqual(['status_id'])
  expect(of('Marketplace', 'ATVPDKIKX0DER')).toEqual([null])
})

test.each([
  [[['Report'], ['All in USD'], ['ASIN', 'Title', 'Cost'], ['B0C1234567', 'Lamp', '3']], 2],
  [
    [
      ['ASIN', 'Bestseller'],
      ['B0C1234567', 'yes'],
    ],
    0,
  ],
  [
    [
      ['B0C1234567', 'Lamp'],
      ['B0C7654321', 'Mug'],
    ],
    null,
  ],
  [
    [
      ['Artikelnummer', 'Farbe', 'Preis'],
      ['x', 'rot', '3'],
    ],
    0,
  ],
  [[['a note'], ['Artikelnummer', 'Farbe', 'Preis'], ['x', 'rot', '3']], 1],
  [[], 0],
])('the header of %j is row %s', (rows, at) => {
  expect(findHeaderRow(rows)).toBe(at)
})

test('remarks at the end are no rows; a row with one cell in a table of one column is', () => {
  const lamp = ['B0C1234567', 'Lamp', '3']
  expect(takeRemarks([lamp, ['', 'Total: 3', ''], ['end']], 3)).toEqual([[lamp], [['', 'Total: 3', ''], ['end']]])
  expect(takeRemarks([lamp, ['B0C7654321', '', '']], 3)).toEqual([[lamp, ['B0C7654321', '', '']], []])
  expect(takeRemarks([['a'], ['b']], 1)).toEqual([[['a'], ['b']], []])
})

test.each([
  [['Cost (EUR)'], [['5']], 'EUR'],
  [['Cost £'], [['5']], 'GBP'],
  [['Cost'], [['5 €'], ['6 €'], ['$7']], 'EUR'],
  [['Cost'], [['5']], null],
])('the currency of %j with %j is %s', (headers, sample, currency) => {
  expect(guessCurrency(headers, sample, () => true)).toBe(currency)
})
