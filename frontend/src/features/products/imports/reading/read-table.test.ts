import { strToU8, zipSync } from 'fflate'
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

  test('in UTF-8 with a few bytes of another encoding', async () => {
    const good = [...Buffer.from('ASIN,Title\nB0C1234567,Café größe ☕\nB0C7654321,bad ', 'utf8')]
    expect((await bytes(...good, 0xe9, 0x21)).rows).toEqual([
      ['B0C1234567', 'Café größe ☕'],
      ['B0C7654321', 'bad \uFFFD!'],
    ])
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
      'ASIN,Title\nB0C1234567,"Lamp\nand a shade',
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

describe('quotation marks that are text', () => {
  const report = (...titles: string[]) =>
    ['item-name\tasin1\tprice', ...titles.map((title, at) => `${title}\tB0C000000${at}\t9.99`)].join('\r\n')
  test.each([
    ['one that is never closed', ['Mug', '"Giant chair', 'Vase', 'Tin']],
    ['one that a later title closes at its end', ['"Giant chair', 'Vase', 'Lamp 12"', 'Tin']],
    ['around a part of a title', ['"Soft Touch" blanket', 'Cable 6\' "USB-C', 'Vase']],
    ['inches everywhere', ['Screen 24"', 'Screen 27"', '2" x 4" board']],
  ])('in a report with tabs: %s', async (_, titles) => {
    const { rows, reading } = await text(report(...titles))
    expect(rows.map(([title]) => title)).toEqual(titles)
    expect(reading.delimiter).toBe('\t')
  })

  test('in a comma-separated file whose other cells are enclosed', async () => {
    const { rows } = await text(
      '"ASIN","Title"\n"B0C1234567",Lamp 12"\n"B0C7654321","Mug ""big"""\n"B0C7654322","24" screen"',
    )
    expect(rows.map(([, title]) => title)).toEqual(['Lamp 12"', 'Mug "big"', '24" screen'])
  })

  test.each([
    ['one that is never closed', 'B0C1234560,"Giant chair,5\nB0C1234561,Lamp,6', ['"Giant chair', 'Lamp'], ['5', '6']],
    [
      'one that an enclosed title closes',
      'B0C1234560,"Giant chair,5\nB0C1234561,Lamp,6.50\nB0C1234562,"Mug, blue",7\nB0C1234563,Pen,8',
      ['"Giant chair', 'Lamp', 'Mug, blue', 'Pen'],
      ['5', '6.50', '7', '8'],
    ],
    [
      'one beside titles of two lines',
      'B0C1234560,"Two\nlines, with, commas",5\nB0C1234561,"Lamp,6\nB0C1234562,"Mug ""big""",7',
      ['Two\nlines, with, commas', '"Lamp', 'Mug "big"'],
      ['5', '6', '7'],
    ],
    [
      'one before an enclosed cell of its row',
      'B0C1234560,"Chair,"5"\nB0C1234561,"Lamp, tall",6',
      ['"Chair', 'Lamp, tall'],
      ['5', '6'],
    ],
  ])('in a comma-separated file swallow no row: %s', async (_, content, titles, costs) => {
    const asked = (choices: object) => readTable(new Blob([`ASIN,Title,Cost\n${content}\n`]), () => {}, choices)
    for (const { rows } of [await asked({}), await asked({ quoting: 'enclose' })]) {
      expect(rows.map(([, title]) => title)).toEqual(titles)
      expect(rows.map(([, , cost]) => cost)).toEqual(costs)
    }
  })

  test('a person may choose otherwise', async () => {
    const again = (choices: object) => readTable(new Blob(['ASIN,Title\nB0C1234567,"Lamp"']), () => {}, choices)
    expect((await again({ quoting: 'text' })).rows).toEqual([['B0C1234567', 'Lamp']])
    expect((await again({ delimiter: ';' })).headers).toEqual(['ASIN,Title'])
    expect((await again({ header_line: null })).rows).toHaveLength(2)
    expect(await again({ encoding: 'utf-16le' }).catch((error: Error) => error.message)).toMatch(/no rows/)
    const hashes = await Promise.all([{}, { quoting: 'text' }, { header_line: null }].map(again))
    expect(new Set(hashes.map(({ hash }) => hash)).size).toBe(3)
  })
})

describe('the header line', () => {
  test.each([
    ['after a preamble', 'Report of November\n"All amounts, in USD"\n\nASIN,Title,Cost\nB0C1234567,Lamp,3', 2],
    ['with a word like an ASIN', 'ASIN,Title,Bestseller\nB0C1234567,Lamp,no', 0],
    ['in names that are not ours', 'Artikel,Preis\nB0C1234567,3', 0],
    ['is missing', 'B0C1234567,Lamp\nB0C7654321,Mug', null],
  ])('%s', async (_, content, line) => {
    const { reading, rows } = await text(content)
    expect(reading.header_line).toBe(line)
    expect(rows.every(([asin]) => asin?.startsWith('B0C'))).toBe(true)
  })

  test('a closing remark is no row, and is named', async () => {
    const { rows, reading } = await text('ASIN,Title,Cost\nB0C1234567,Lamp,3\n\n"1 record, from November"')
    expect(rows).toEqual([['B0C1234567', 'Lamp', '3']])
    expect(reading.left_out).toEqual(['1 record, from November'])
  })
})

describe('a workbook', () => {
  const sheet = (xml: string) =>
    `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${xml}</sheetData></worksheet>`
  const row = (at: number, ...cells: string[]) =>
    `<row r="${at}">${cells.map((cell, column) => `<c r="${'ABCDEF'[column]}${at}"${/^[\d.]+$/.test(cell) ? '' : ' t="inlineStr"'}>${/^[\d.]+$/.test(cell) ? `<v>${cell}</v>` : `<is><t>${cell}</t></is>`}</c>`).join('')}</row>`
  const PRODUCTS = row(1, 'ASIN', 'Cost') + row(2, 'B0C1234567', '12.345') + row(3, 'B0C7654321', '1234.5')
  function workbook(sheets: { name: string; state?: string; xml: string }[]) {
    const ns = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    const named = sheets.map(
      ({ name, state }, at) =>
        `<sheet name="${name}" sheetId="${at + 1}" ${state ? `state="${state}" ` : ''}r:id="rId${at + 1}"/>`,
    )
    const links = sheets.map(
      (_, at) =>
        `<Relationship Id="rId${at + 1}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet${at + 1}.xml"/>`,
    )
    const files: Record<string, string> = {
      '[Content_Types].xml':
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
      'xl/workbook.xml': `<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" ${ns}><sheets>${named.join('')}</sheets></workbook>`,
      'xl/_rels/workbook.xml.rels': `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${links.join('')}</Relationships>`,
      ...Object.fromEntries(sheets.map(({ xml }, at) => [`xl/worksheets/sheet${at + 1}.xml`, sheet(xml)])),
    }
    return new Blob([
      zipSync(Object.fromEntries(Object.entries(files).map(([name, content]) => [name, strToU8(content)]))),
    ])
  }

  test.each([
    [
      'hidden before',
      [
        { name: 'Lists', state: 'hidden', xml: PRODUCTS },
        { name: 'Stock', xml: PRODUCTS },
      ],
    ],
    [
      'a cover before',
      [
        { name: 'Read me', xml: row(1, 'How to use this') },
        { name: 'Stock', xml: PRODUCTS },
      ],
    ],
    [
      'a longer one before',
      [
        { name: 'Log', xml: Array.from({ length: 30 }, (_, at) => row(at + 1, 'line')).join('') },
        { name: 'Stock', xml: PRODUCTS },
      ],
    ],
  ])('is read from the sheet of products: %s', async (_, sheets) => {
    const { reading, rows } = await readTable(workbook(sheets))
    expect(reading).toMatchObject({ kind: 'workbook', sheet: 'Stock', delimiter: null, encoding: null })
    expect(reading.sheets.map(({ name }) => name)).toEqual(sheets.map(({ name }) => name))
    // A number has no sign between thousands.
    expect(rows).toEqual([
      ['B0C1234567', '12.3450'],
      ['B0C7654321', '1234.5'],
    ])
  })

  test('of several sheets gives the one that a person chooses, hidden or not', async () => {
    const file = workbook([
      { name: 'A &amp; B', state: 'hidden', xml: PRODUCTS },
      { name: 'Two', xml: PRODUCTS + row(4, 'B0C1111111', '1') },
    ])
    expect((await readTable(file)).rows).toHaveLength(3)
    expect((await readTable(file, () => {}, { sheet: 'A & B' })).rows).toHaveLength(2)
  })

  test('with 300,000 formatted empty rows has the rows that hold something', async () => {
    const empty = Array.from(
      { length: 300_000 },
      (_, at) => `<row r="${at + 4}"><c r="A${at + 4}" s="1"/><c r="B${at + 4}" s="1"></c></row>`,
    )
    expect((await readTable(workbook([{ name: 'S', xml: PRODUCTS + empty.join('') }]))).rows).toHaveLength(2)
  })

  test.each([
    ['empty texts', '<c r="A#" t="inlineStr"><is><t></t></is></c><c r="B#"><v></v></c>'],
    ['formulas without a result', '<c r="A#" t="str"><f>IF(C#="","",C#)</f><v></v></c>'],
  ])('with 100,000 rows of %s has the rows that hold something, the last one too', async (_, cells) => {
    const rows = Array.from(
      { length: 100_000 },
      (_, at) => `<row r="${at + 4}">${cells.replaceAll('#', `${at + 4}`)}</row>`,
    )
    const xml = PRODUCTS + rows.join('') + row(1_048_576, 'B0C1111111', '1')
    expect((await readTable(workbook([{ name: 'S', xml }]))).rows.map(([asin]) => asin)).toEqual([
      'B0C1234567',
      'B0C7654321',
      'B0C1111111',
    ])
  })

  test('whose cells say no address has them one after the other', async () => {
    const cell = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`
    const xml = [
      ['ASIN', 'Title', 'Brand'],
      ['B0C1234567', '', 'Lumo'],
    ].map((texts) => `<row>${texts.map(cell).join('')}</row>`)
    expect(only(await readTable(workbook([{ name: 'S', xml: xml.join('') }])))).toEqual({
      headers: ['ASIN', 'Title', 'Brand'],
      rows: [['B0C1234567', '', 'Lumo']],
    })
  })

  test('that unpacks to more than fits is refused before it fills the memory', async () => {
    const part = zipSync({ 'xl/worksheets/sheet1.xml': new Uint8Array(20_000_000) })
    // Without its directory, the part may be repeated.
    const entry = part.subarray(0, Buffer.from(part).indexOf('PK\u0001\u0002'))
    const names = zipSync({ 'xl/workbook.xml': strToU8('<workbook/>') })
    const huge = new Blob([...Array.from({ length: 20 }, () => entry), names])
    expect(huge.size).toBeLessThan(1_000_000)
    await expect(readTable(huge)).rejects.toThrow(/too large when it is unpacked/)
  })
})

test.each([
  ['a password', [0xd0, 0xcf, 0x11, 0xe0, ...Buffer.from('EncryptedPackage', 'utf16le')], /protected with a password/],
  ['Numbers', [0x50, 0x4b, 3, 4, ...Buffer.from('Index/Document.iwa')], /Numbers file/],
  [
    'OpenDocument',
    [0x50, 0x4b, 3, 4, ...Buffer.from('mimetypeapplication/vnd.oasis.opendocument.spreadsheet')],
    /\.ods/,
  ],
  ['a binary workbook', [0x50, 0x4b, 3, 4, ...Buffer.from('xl/workbook.bin')], /\.xlsb/],
  ['a web page', [...Buffer.from('\n <HTML xmlns:o="urn:x"><table><tr><td>ASIN')], /web page/],
  ['a web page after a comment', [...Buffer.from('\uFEFF<?xml version="1.0"?>\n<!-- report -->\n<html>')], /web page/],
  ['a web archive', [...Buffer.from('MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n')], /web page/],
  [
    'an XML spreadsheet',
    [...Buffer.from('<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>')],
    /XML spreadsheet/,
  ],
  ['PDF', [...Buffer.from('%PDF-1.7')], /PDF/],
])('a file of %s is called what it is', async (_, content, words) => {
  await expect(bytes(...content)).rejects.toThrow(words)
})
