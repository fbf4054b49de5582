import { describe, expect, test } from 'vitest'
import writeExcelFile from 'write-excel-file/node'
import { type ReadTable, readTable, TableRefused } from './read-table.ts'

const text = (content: string) => readTable(new Blob([content]))
const bytes = (...content: number[]) => readTable(new Blob([new Uint8Array(content)]))
const only = ({ headers, rows }: ReadTable) => ({ headers, rows })
const LAMP = { headers: ['ASIN', 'Title'], rows: [['B0C1234567', 'Lamp']] }

describe('a CSV file is read', () => {
  test.each([
    ['with commas', 'ASIN,Title\nB0C1234567,Lamp\n'],
    ['with semicolons', 'ASIN;Title\r\nB0C1234567;Lamp\r\n'],
    ['with tabs', 'ASIN\tTitle\nB0C1234567\tLamp'],
    ['with bars', 'ASIN|Title\nB0C1234567|Lamp'],
    ['with a BOM', '\uFEFFASIN,Title\nB0C1234567,Lamp'],
    ['with empty lines and empty columns', '\nASIN,Title,,\n,,\nB0C1234567,Lamp,,\n\n'],
  ])('%s', async (_, content) => {
    expect(only(await text(content))).toEqual(LAMP)
  })

  test('in UTF-16 with its mark', async () => {
    const le = [...Buffer.from('\uFEFFASIN\tTitle\nB0C1234567\tLämp', 'utf16le')]
    expect((await bytes(...le)).rows).toEqual([['B0C1234567', 'Lämp']])
  })

  test('in UTF-8 without a mark, and in Windows-1252', async () => {
    expect((await text('ASIN;Title\nB0C1234567;Lämpchen “neu” €5')).rows[0]?.[1]).toBe('Lämpchen “neu” €5')
    const windows = [...Buffer.from('ASIN;Title\nB0C1234567;L', 'latin1'), 0xe4, 0x6d, 0x70, 0x80]
    expect((await bytes(...windows)).rows[0]?.[1]).toBe('Lämp€')
  })

  test('with line breaks, quotes and delimiters in quotes', async () => {
    const { rows } = await text('ASIN,Title\nB0C1234567,"Lamp, ""big""\nsecond; line"\nB0C7654321,Mug')
    expect(rows).toEqual([
      ['B0C1234567', 'Lamp, "big"\nsecond; line'],
      ['B0C7654321', 'Mug'],
    ])
  })

  test('of one column, with or without a header', async () => {
    expect(only(await text('ASIN\nB0C1234567\nB0C7654321'))).toEqual({
      headers: ['ASIN'],
      rows: [['B0C1234567'], ['B0C7654321']],
    })
    expect(only(await text('B0C1234567\nB0C7654321'))).toEqual({
      headers: ['Column 1'],
      rows: [['B0C1234567'], ['B0C7654321']],
    })
  })

  test('with formulas as text', async () => {
    expect((await text('ASIN,Title\nB0C1234567,"=cmd|\'/c calc\'!A0"')).rows[0]?.[1]).toBe("=cmd|'/c calc'!A0")
  })
})

test('an Excel file is read: text, numbers, dates and ticks', async () => {
  const file = await writeExcelFile([
    [{ value: 'ASIN' }, { value: 'Cost' }, { value: 'Bought' }, { value: 'Gift' }],
    [
      { value: '0306406152', type: String },
      { value: 19.99, type: Number },
      { value: new Date('2026-11-22T00:00:00Z'), type: Date, format: 'yyyy-mm-dd' },
      { value: true, type: Boolean },
    ],
    [{ value: 306406152, type: Number }, { value: 0.1 + 0.2, type: Number }, null, null],
  ]).toBuffer()
  expect(only(await readTable(new Blob([new Uint8Array(file)])))).toEqual({
    headers: ['ASIN', 'Cost', 'Bought', 'Gift'],
    rows: [
      ['0306406152', '19.99', '2026-11-22', 'true'],
      ['306406152', '0.3'],
    ],
  })
})

test('the same content has the same hash, another content another', async () => {
  const [a, b, c] = await Promise.all([text('ASIN\nB0C1234567'), text('ASIN\nB0C1234567'), text('ASIN\nB0C7654321')])
  expect(a.hash).toMatch(/^[0-9a-f]{64}$/)
  expect(b.hash).toBe(a.hash)
  expect(c.hash).not.toBe(a.hash)
})

describe('a refused file says why', () => {
  test.each([
    ['without rows', 'ASIN,Title\n', 'This file has no rows.'],
    ['that is empty', '', 'This file has no rows.'],
    [
      'with a quotation mark that is never closed',
      'ASIN,Title\nB0C1234567,"Lamp\nB0C7654321,Mug',
      'A quotation mark in row 2 is never closed.',
    ],
    ['that is no text', 'GIF89a\0\0\0', 'This is not a CSV or Excel file.'],
    [
      'that begins like Excel and is not',
      'PK\x03\x04nonsense',
      'This Excel file cannot be read. Save it again as .xlsx, or as CSV, and choose that.',
    ],
    [
      'with too many columns',
      `${'a,'.repeat(201)}a\n${'1,'.repeat(201)}1`,
      'This file has more than 200 columns. Leave out some.',
    ],
  ])('%s', async (_, content, message) => {
    await expect(text(content)).rejects.toThrow(new TableRefused(message))
  })

  test('of old Excel', async () => {
    await expect(bytes(0xd0, 0xcf, 0x11, 0xe0, 0xa1)).rejects.toThrow('This is an old Excel file.')
  })

  test('larger than 50 MB', async () => {
    await expect(readTable(new Blob([new Uint8Array(50_000_001)]))).rejects.toThrow('larger than 50 MB')
  })

  test('with more than 100,000 rows', async () => {
    await expect(text(`ASIN\n${'x\n'.repeat(100_001)}`)).rejects.toThrow('more than 100,000 rows')
  })
})

test('a file of 50 MB and 60,000 rows is read, with its progress', async () => {
  const filler = 'ä "quoted"\nsecond line, '.repeat(30).replaceAll('"', '""')
  const line = (index: number) => `B${String(index).padStart(9, '0')},"${filler}"\r\n`
  const parts = ['ASIN,Notes\r\n', ...Array.from({ length: 60_000 }, (_, index) => line(index))]
  const shares: number[] = []
  const { rows } = await readTable(new Blob(parts), (share) => shares.push(share))
  expect(rows).toHaveLength(60_000)
  expect(rows.at(-1)?.[0]).toBe('B000059999')
  expect(shares.length).toBeGreaterThan(10)
  expect(shares).toEqual(shares.toSorted((a, b) => a - b))
})
