import { describe, expect, test } from 'vitest'
import { findAsinInCell } from './asin-cell.ts'
import {
  type ColumnFacts,
  currencyInCell,
  isNothing,
  noFacts,
  noFileFacts,
  observeCell,
  readDay,
  readMoney,
  readNumber,
  readYesNo,
} from './cells.ts'

const factsOf = (kind: 'number' | 'day', cells: readonly string[]): ColumnFacts => {
  const facts = noFacts()
  for (const cell of cells) observeCell(facts, kind, cell)
  return facts
}

test.each([
  ['B0C1234567', 'B0C1234567'],
  [' b0c1234567 ', 'B0C1234567'],
  ['https://www.amazon.com/dp/B0C1234567?th=1', 'B0C1234567'],
  ['https://www.amazon.de/Lampe/gp/product/B0C1234567/ref=x', 'B0C1234567'],
  ['0306406152', '0306406152'],
  ['306406152', '0306406152'],
  ['0-306-40615-2', '0306406152'],
  ['\t0306406152', '0306406152'],
  ['="0306406152"', '0306406152'],
  ['\u200BB0C1234567\u00AD', 'B0C1234567'],
  ['Ｂ０Ｃ１２３４５６７', 'B0C1234567'],
  ["'0306406152", null],
  ['306406153', null],
  ['12', null],
  ['0', null],
  ['Desk lamp', null],
  ['', null],
])('the ASIN in %j is %j', (cell, asin) => {
  expect(findAsinInCell(cell)).toBe(asin)
})

describe('an amount', () => {
  test.each([
    ['12', 'USD', [], 1200],
    ['12.5', 'USD', [], 1250],
    ['12,50', 'EUR', [], 1250],
    ['$ 1,234.50', 'USD', [], 123_450],
    ['1.234,50 €', 'EUR', [], 123_450],
    ['€1 234,50', 'EUR', [], 123_450],
    ["CHF 1'234.50", 'CHF', [], 123_450],
    ['USD 12.50', 'USD', [], 1250],
    ['US$12.50', 'USD', [], 1250],
    ['1,234', 'USD', [], 123_400],
    ['1.234', 'EUR', [], 123_400],
    ['1.234', 'EUR', ['12,50'], 123_400],
    ['1,234,567', 'USD', [], 123_456_700],
    ['0.10', 'USD', [], 10],
    ['12.5000', 'USD', [], 1250],
    ['-0', 'USD', [], 0],
    ['1200', 'JPY', [], 1200],
    ['1.234', 'KWD', [], 1234],
    ['90071992.54', 'USD', [], 9_007_199_254],
    ['1234.500', 'USD', [], 123_450],
    ['0,500', 'EUR', [], 50],
    ['.50', 'USD', [], 50],
    ['12,-', 'EUR', [], 1200],
    ['12.–', 'CHF', [], 1200],
    ['12,- €', 'EUR', [], 1200],
    ['12,50 EUR', 'EUR', [], 1250],
    ['1,200 kr.', 'SEK', ['9,50 kr', '1.200,00 kr'], 120],
    ['￥1,200', 'JPY', [], 1200],
    ['zł 4,99', 'PLN', [], 499],
    ['₹1,23,456.50', 'INR', [], 12_345_650],
    ['12,34,567', 'INR', [], 123_456_700],
    ['CDN$ 4.99', 'CAD', [], 499],
  ])('%j in %s is read exactly', (cell, currency, column, cents) => {
    expect(readMoney(cell, currency, factsOf('number', column))).toEqual({ value: cents })
  })

  test.each([
    ['1.234', 'USD', ['12.50'], 'has more decimals than USD has'],
    ['12.345,678', 'EUR', [], 'has more decimals than EUR has'],
    ['12.50', 'JPY', [], 'has more decimals than JPY has'],
    ['0.125', 'USD', [], 'has more decimals than USD has'],
    ['3.375', 'USD', ['0.125'], 'has more decimals than USD has'],
    ['3,375', 'EUR', [], 'has more decimals than EUR has'],
    ['12.3450', 'GBP', [], 'has more decimals than GBP has'],
    ['1234.567', 'USD', [], 'has more decimals than USD has'],
    ['-5', 'USD', [], 'is below zero'],
    ['($5.00)', 'USD', [], 'is below zero'],
    ['−5', 'USD', [], 'is below zero'],
    ['12.50-', 'USD', [], 'is below zero'],
    ['12.50- EUR', 'EUR', [], 'is below zero'],
    ['twelve', 'USD', [], 'is not an amount'],
    ['12.34.56', 'USD', [], 'is not an amount'],
    ['1,23,456', 'USD', [], 'is not an amount'],
    ['99999999999999', 'USD', [], 'is too large'],
  ])('%j in %s is refused', (cell, currency, column, reason) => {
    expect(readMoney(cell, currency, factsOf('number', column))).toEqual({ reason })
  })
})

test.each([
  // A file with commas between its cells is of a program that writes points before decimals, and the other way round.
  ['3.375', 'EUR', '.', [], 'could have decimals or thousands; choose the decimal sign'],
  ['1.299', 'EUR', '.', ['2.50'], 'has more decimals than EUR has'],
  ['12,345', 'USD', ',', [], 'could have decimals or thousands; choose the decimal sign'],
  ['3,375', 'USD', ',', ['4,5'], 'has more decimals than USD has'],
  ['1,299', 'USD', '.', [], 129_900],
  ['¥1,500', 'JPY', ',', [], 1500],
  ['1.299', 'EUR', ',', [], 129_900],
  ['1.299', 'EUR', null, [], 129_900],
] as const)('%j in %s in a file that likely writes %j, beside %j', (cell, currency, likely, others, expected) => {
  const file = noFileFacts(null, likely)
  for (const other of others) observeCell(noFacts(file), 'number', other)
  const read = readMoney(cell, currency, noFacts(file))
  expect(read).toEqual(typeof expected === 'number' ? { value: expected } : { reason: expected })
})

test.each(['0000-00-00', '0000-00-00 00:00:00', '00/00/0000', '1/0/1900', '01/00/1900'])('%j is no day', (cell) => {
  expect(isNothing(cell)).toBe(true)
})

test.each([
  ['12', [], 12],
  ['-1.5', [], -1.5],
  ["'-1.5", [], -1.5],
  ['1,5', [], 1.5],
  ['1.234', [], 1.234],
  ['1.234', ['1,5'], 1234],
  ['1,234', ['1.5'], 1234],
  ['1,234.5', [], 1234.5],
])('the number %j in a column with %j is %d', (cell, column, value) => {
  expect(readNumber(cell, factsOf('number', column))).toEqual({ value })
})

describe('a date', () => {
  test.each([
    ['2026-11-22', 'auto', []],
    ['2026/11/22', 'mdy', []],
    ['2026-11-22T10:00:00Z', 'auto', []],
    ['22.11.2026', 'auto', []],
    ['22/11/2026', 'auto', []],
    ['11/22/2026', 'auto', []],
    ['11/22/26', 'auto', []],
    ['22 Nov 2026', 'auto', []],
    ['November 22, 2026', 'auto', []],
    ['22/11/2026', 'dmy', []],
    ['22-Nov-26', 'auto', []],
    ['22-Nov-2026', 'mdy', []],
    ['Nov-22-26', 'auto', []],
    ['Nov-22-26 10:05:22 PST', 'auto', []],
    ['22 Nov 26', 'auto', []],
    ['22nd November 2026', 'auto', []],
    ['Sun, 22 Nov 2026 10:05:22 +0000', 'auto', []],
    ['2026-Nov-22', 'auto', []],
    ['20261122', 'auto', []],
    ['November 22, 2026, 10:05 AM', 'auto', []],
  ] as const)('%j is read as %s', (cell, order, column) => {
    expect(readDay(cell, order, factsOf('day', column))).toEqual({ value: '2026-11-22' })
  })

  test.each([
    ['01/02/2026', 'dmy', [], '2026-02-01'],
    ['01/02/2026', 'mdy', [], '2026-01-02'],
    ['01/02/2026', 'auto', ['25/02/2026'], '2026-02-01'],
    ['01/02/2026', 'auto', ['02/25/2026'], '2026-01-02'],
    ['02/02/2026', 'auto', [], '2026-02-02'],
    ['01.02.2026', 'auto', [], '2026-02-01'],
    ['29.2.2024', 'auto', [], '2024-02-29'],
  ] as const)('%j as %s in a column with %j is %s', (cell, order, column, day) => {
    expect(readDay(cell, order, factsOf('day', column))).toEqual({ value: day })
  })

  test('an ambiguous date is refused, never guessed', () => {
    const reason = 'could be day/month or month/day; choose the date format'
    expect(readDay('01/02/2026', 'auto', factsOf('day', ['03/04/2026']))).toEqual({ reason })
    expect(readDay('01/02/2026', 'auto', factsOf('day', ['25/02/2026', '02/25/2026']))).toEqual({ reason })
  })

  test.each([
    ['30.02.2026', 'auto'],
    ['13/13/2026', 'auto'],
    ['22/11/2026', 'mdy'],
    ['22/11/2026', 'ymd'],
    ['soon', 'auto'],
    ['46000', 'auto'],
  ] as const)('%j as %s is refused', (cell, order) => {
    expect(readDay(cell, order, noFacts())).toHaveProperty('reason')
  })
})

test.each([
  ['Yes', { value: true }],
  ['x', { value: true }],
  ['FALSE', { value: false }],
  ['maybe', { reason: 'is neither yes nor no' }],
])('the checkbox %j', (cell, read) => {
  expect(readYesNo(cell)).toEqual(read)
})

test.each([
  ['£4.99', null, 'GBP'],
  ['4,99 €', null, 'EUR'],
  ['EUR 7,95', null, 'EUR'],
  ['7.95 usd', null, 'USD'],
  ['USD $7.95', null, 'USD'],
  ['$7.95', null, 'USD'],
  ['$7.95', 'CAD', 'CAD'],
  ['$7.95', 'EUR', 'USD'],
  ['A$7.95', 'USD', 'AUD'],
  ['¥800', 'CNY', 'CNY'],
  ['80 kr', null, 'ambiguous'],
  ['80 kr', 'DKK', 'DKK'],
  ['EUR £5', null, 'ambiguous'],
  ['5 lb', null, 'unknown'],
  ['7.95', 'GBP', null],
  ['-', null, null],
])('the currency in %j, %s otherwise, is %s', (cell, known, currency) => {
  expect(currencyInCell(cell, known)).toBe(currency)
})

test.each(['', ' ', '-', '—', '#', 'N/A', 'n/a', '#N/A', '#REF!', '#DIV/0!', 'null', 'NaN'])(
  '%j is nothing',
  (cell) => {
    expect(isNothing(cell)).toBe(true)
  },
)
test.each(['0', 'NA', 'none', 'A-', '--x', 'No. 5'])('%j is something', (cell) => {
  expect(isNothing(cell)).toBe(false)
})
