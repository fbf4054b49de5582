import { describe, expect, test } from 'vitest'
import { ImportOptions } from './contract.ts'
import { createRowReader, type ImportLists } from './rows.ts'

const id = (last: number) => `6f1c2b7e-8f58-4a52-9d1b-00000000000${last}`
const lists: ImportLists = {
  status: [{ id: id(1), name: 'Ordered' }],
  owners: [
    { id: id(2), name: 'Anna' },
    { id: id(3), name: 'Smith, Ben' },
  ],
  collaboration_type: [],
  contact_source: [],
  marketplace: [],
  fields: [
    { id: id(4), name: 'Shade', kind: 'text', options: [] },
    { id: id(5), name: 'Colour', kind: 'select', options: [{ id: id(6), name: 'Red', color: '#FF0000' }] },
    { id: id(7), name: 'Deposit', kind: 'money', options: [] },
  ],
}
const read = (row: Record<string, string>, options: Partial<ImportOptions> = {}) => {
  const reader = createRowReader(Object.keys(row), ImportOptions.parse(options), lists)
  reader.observe(Object.values(row))
  return reader.read(Object.values(row))
}
const asin = 'B0C1234567'

test('an empty cell never erases a value', () => {
  expect(read({ asin, title: ' Desk lamp ', brand: '', notes: '  ' })).toEqual({
    asin,
    fields: { title: 'Desk lamp' },
    missing: {},
    reasons: [],
  })
})

const long = 32_000
test('an ASIN that a spreadsheet damaged is read, and the row says so', () => {
  expect(read({ asin: '306406152', title: 'Group Theory' })).toMatchObject({
    asin: '0306406152',
    repaired_asin: { from: '306406152', to: '0306406152', how: 'leading_zeros' },
    reasons: [],
  })
  expect(read({ asin: '9.78E+09' })).toMatchObject({
    asin: null,
    reasons: [{ field: 'asin', message: expect.stringContaining('“9.78E+09” was shortened by a spreadsheet') }],
  })
  expect(read({ asin, title: 'Lamp' })).not.toHaveProperty('repaired_asin')
})

test.each([
  ['cost_cents', `1${' '.repeat(long)}x`],
  ['cost_cents', `${"1'".repeat(long)}x`],
  ['cost_cents', `$ ${' - '.repeat(long)}`],
  ['cost_cents', '1.'.repeat(long)],
  ['quantity', '1,'.repeat(long)],
  ['quantity', '9'.repeat(long)],
  ['purchase_date', `1/1/2026 ${'T'.repeat(long)}`],
  ['purchase_date', `12.${' '.repeat(long)}x`],
  ['owners', ','.repeat(long)],
  ['owners', 'Anna;'.repeat(long)],
  ['currency', ' $'.repeat(long)],
  ['decision', 'sell'.repeat(long)],
  ['asin', `/dp/${'B0'.repeat(long)}`],
])('a cell of %s that no value of it is as long as is refused, and the others are read', (key, cell) => {
  const row = read({ ...(key !== 'asin' && { asin }), [key]: cell, title: 'Lamp' })
  expect(row.fields).toEqual({ title: 'Lamp' })
  expect(row.reasons).toEqual([{ field: key, message: expect.stringMatching(/^.{1,100} is too long\.$/) }])
})

test('as many owners as a product may have are read, whatever their names hold', () => {
  const names = Array.from({ length: 20 }, (_, at) => `${'x;'.repeat(20)}Owner number ${at}, Ltd`)
  const owners = names.map((name, at) => ({ id: `owner-${at}`, name }))
  const reader = createRowReader(['asin', 'owners'], ImportOptions.parse({}), { ...lists, owners })
  expect(reader.read([asin, names.join(';')]).fields.owners).toEqual(owners.map(({ id: owner }) => owner))
})

test('every kind of field is read', () => {
  const row = read({
    asin,
    status_id: 'ordered',
    owners: 'anna; Smith, Ben',
    decision: 'SELL',
    cost_cents: '1.200,50 €',
    currency: 'eur',
    quantity: '2',
    purchase_date: '22.11.2026',
    [`custom.${id(4)}`]: 'round',
    [`custom.${id(5)}`]: 'red',
    [`custom.${id(7)}`]: '5',
  })
  expect(row.reasons).toEqual([])
  expect(row.fields).toEqual({
    status_id: id(1),
    owners: [id(2), id(3)],
    decision: 'sell',
    cost_cents: 120_050,
    currency: 'EUR',
    quantity: 2,
    purchase_date: '2026-11-22',
    custom_values: { [id(4)]: 'round', [id(5)]: id(6), [id(7)]: 500 },
  })
})

test('a formula is text, and the apostrophe of an export is removed', () => {
  expect(read({ asin, title: '=cmd|/c calc' }).fields).toEqual({ title: '=cmd|/c calc' })
  expect(read({ asin, title: "'=cmd|/c calc" }).fields).toEqual({ title: '=cmd|/c calc' })
  expect(read({ asin, title: "'twas a lamp" }).fields).toEqual({ title: "'twas a lamp" })
})

describe('a row is refused with the reason', () => {
  test.each([
    [{ asin: '' }, 'The row has no ASIN.'],
    [{ asin: 'lamp' }, 'ASIN: “lamp” is not an ASIN.'],
    [{ asin: '0306406153' }, 'ASIN: “0306406153” is an ISBN with a wrong check digit.'],
    [{ asin, status_id: 'Odrered' }, 'Status: “Odrered” is not in your list.'],
    [{ asin, owners: 'Anna, Zoe' }, 'Owners: “Anna, Zoe” names Zoe, not one of your owners.'],
    [{ asin, decision: 'maybe' }, 'Decision: “maybe” is neither Sell nor Keep.'],
    [{ asin, quantity: '1.5' }, 'Quantity: “1.5” is not a whole number.'],
    [{ asin, currency: 'dollars' }, 'Currency: “dollars” is not a currency code such as USD.'],
    [{ asin, image_url: 'lamp.jpg' }, 'Image is not a link.'],
    [{ asin, title: 'x'.repeat(501) }, 'Title is longer than 500 characters.'],
    [{ asin, video_title: 'x'.repeat(61) }, 'Video title is longer than 60 characters.'],
    [{ asin, [`custom.${id(5)}`]: 'Blue' }, 'Colour: “Blue” is not one of its choices.'],
  ])('%j', (row, message) => {
    expect(read(row).reasons.map((reason) => reason.message)).toEqual([message])
  })

  test('with all of its reasons at once', () => {
    expect(read({ asin: 'lamp', quantity: 'many' }).reasons.map(({ field }) => field)).toEqual(['asin', 'quantity'])
  })
})

test('missing names are noted when they are to be added', () => {
  const row = read({ asin, status_id: 'Waiting', owners: 'Anna; Zoe' }, { create_missing: true })
  expect(row.reasons).toEqual([])
  expect(row.missing).toEqual({ status_id: ['Waiting'], owners: ['Anna', 'Zoe'] })
})

test('a column that is left out, or whose field was deleted, is not read', () => {
  const reader = createRowReader(['asin', null, 'custom.gone', 'created_at'], ImportOptions.parse({}), lists)
  expect(reader.read([asin, 'a', 'b', 'c'])).toMatchObject({ fields: {}, reasons: [] })
})

describe('the currency of amounts', () => {
  const of = (row: Record<string, string>, stored?: { currency: string; has_amounts: boolean }, options = {}) => {
    const reader = createRowReader(Object.keys(row), ImportOptions.parse(options), lists)
    reader.observe(Object.values(row))
    const { fields, reasons } = reader.read(Object.values(row), () => stored)
    return { ...fields, reasons: reasons.map(({ message }) => message) }
  }
  test.each([
    ['stands beside the amount', { asin, cost_cents: '£4.99' }, undefined, {}, { cost_cents: 499, currency: 'GBP' }],
    [
      "is the product's own",
      { asin, cost_cents: '1,200' },
      { currency: 'JPY', has_amounts: true },
      {},
      { cost_cents: 1200 },
    ],
    [
      "is the product's own",
      { asin, cost_cents: '1.250' },
      { currency: 'KWD', has_amounts: true },
      {},
      { cost_cents: 1250 },
    ],
    [
      'is the one of the column',
      { asin, cost_cents: '5', currency: 'jpy' },
      { currency: 'USD', has_amounts: true },
      {},
      { cost_cents: 5, currency: 'JPY' },
    ],
    [
      'is what the person chose',
      { asin, cost_cents: '12,50' },
      undefined,
      { currency: 'EUR' },
      { cost_cents: 1250, currency: 'EUR' },
    ],
    ['decides a dollar', { asin, cost_cents: '$5' }, { currency: 'CAD', has_amounts: true }, {}, { cost_cents: 500 }],
    [
      'is of all amounts',
      { asin, cost_cents: '€5', fees_cents: '1,00' },
      undefined,
      {},
      { cost_cents: 500, fees_cents: 100, currency: 'EUR' },
    ],
    [
      'may come to a product without amounts',
      { asin, cost_cents: '€5' },
      { currency: 'USD', has_amounts: false },
      {},
      { cost_cents: 500, currency: 'EUR' },
    ],
  ])('%s: %j', (_, row, stored, options, fields) => {
    expect(of(row, stored, options)).toEqual({ ...fields, reasons: [] })
  })

  test.each([
    [{ asin, cost_cents: '€5', fees_cents: '£1' }, undefined, 'Fees: “£1” is in GBP, the rest of the row in EUR.'],
    [{ asin, cost_cents: '€5', currency: 'USD' }, undefined, 'Cost: “€5” is in EUR, the rest of the row in USD.'],
    [{ asin, cost_cents: '80 kr' }, undefined, 'Cost: “80 kr” does not say which currency it is in.'],
    [
      { asin, cost_cents: '€5' },
      { currency: 'USD', has_amounts: true },
      'The amounts are in EUR, those of the product in USD. Add a Currency column to change its currency.',
    ],
    [{ asin, cost_cents: '5 lb' }, undefined, 'Cost: “5 lb” is not an amount.'],
  ])('is refused, never guessed: %j', (row, stored, reason) => {
    expect(of(row, stored).reasons).toEqual([reason])
  })
})

test('a cell that means nothing is empty, and of joined images the first counts', () => {
  expect(read({ asin, title: 'N/A', brand: '-', quantity: '#' }).fields).toEqual({})
  const links = ['https://m.example/1.jpg', 'https://m.example/2.jpg']
  for (const sign of [';', '; ', ' | ', '\n', ', ', ','])
    expect(read({ asin, image_url: links.join(sign) }).fields).toEqual({ image_url: links[0] })
  expect(read({ asin, image_url: 'https://m.example/a,b.jpg' }).fields).toEqual({
    image_url: 'https://m.example/a,b.jpg',
  })
})

test.each([
  ['USD', 'JPY', {}, ['The amounts of the product are in USD. Add their columns to change its currency.']],
  ['KWD', 'USD', {}, ['The amounts of the product are in KWD. Add their columns to change its currency.']],
  ['USD', 'EUR', {}, []],
  ['USD', 'JPY', { cost_cents: '12' }, []],
  ['JPY', 'JPY', {}, []],
])('a product with amounts in %s and a row that says %s with %j', (stored, currency, amounts, reasons) => {
  const row = { asin, currency, ...amounts }
  const reader = createRowReader(Object.keys(row), ImportOptions.parse({}), lists)
  const answer = reader.read(Object.values(row), () => ({ currency: stored, has_amounts: true }))
  expect(answer.reasons.map(({ message }) => message)).toEqual(reasons)
  expect(reader.needsCurrency).toBe(true)
})
