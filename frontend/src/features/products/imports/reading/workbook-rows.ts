import { strFromU8, strToU8, Unzip, UnzipInflate, zipSync } from 'fflate'
import { TableRefused } from './table-refused.ts'

export type Sheet = { name: string; is_hidden: boolean }
export type WorkbookRows = { rows: string[][]; sheets: Sheet[]; sheet: string }

/** A workbook of 50 MB unpacks to less than this; what unpacks to more is made to fill the memory. */
const MAX_UNPACKED_BYTES = 300_000_000
const MAX_PARTS = 2000
/** So many sheets are looked into for products, so many rows of each. */
const SHEETS_TRIED = 20
const ROWS_TRIED = 60

/** How much a sheet looks like a table of products; the highest is taken. */
export type Rate = (rows: readonly (readonly string[])[]) => number

/**
 * Reads the rows of one sheet: the named one, else of the visible ones the one that `rate` likes best. Cells and rows
 * without content cost nothing. Throws `TableRefused`.
 */
export async function readWorkbookRows(
  bytes: Uint8Array,
  wanted: string | undefined,
  rate: Rate,
): Promise<WorkbookRows> {
  const parts = unpack(bytes)
  const sheets = sheetsOf(parts)
  if (sheets.length === 0) throw unreadable()
  const shown = sheets.filter(({ is_hidden }) => !is_hidden)
  const named = sheets.find(({ name }) => name === wanted)
  const sheet = named ?? (await likeliest(parts, shown.length > 0 ? shown : sheets, rate))
  return {
    rows: await rowsOf(parts, sheet, null),
    sheets: sheets.map(({ name, is_hidden }) => ({ name, is_hidden })),
    sheet: sheet.name,
  }
}

type Part = Sheet & { path: string }
type Parts = Map<string, Uint8Array>

const unreadable = () =>
  new TableRefused('This Excel file cannot be read. Save it again as .xlsx, or as CSV, and choose that.')

// Sizes in an archive's directory may lie: what really comes out is counted, and nothing comes out after the limit.
function unpack(bytes: Uint8Array): Parts {
  const parts: Parts = new Map()
  let total = 0
  let count = 0
  // The library catches what is thrown while it unpacks.
  let refused: TableRefused | null = null
  const unzip = new Unzip((file) => {
    count += 1
    if (count > MAX_PARTS) refused = tooLarge()
    if (refused || !/\.(?:xml|rels)$/.test(file.name)) return
    const chunks: Uint8Array[] = []
    file.ondata = (error, chunk, isLast) => {
      if (refused) return
      if (error) refused = unreadable()
      total += chunk?.length ?? 0
      if (total > MAX_UNPACKED_BYTES) refused = tooLarge()
      if (refused) return
      chunks.push(chunk)
      if (isLast) parts.set(file.name, joined(chunks))
    }
    file.start()
  })
  unzip.register(UnzipInflate)
  for (let at = 0; at < bytes.length; at += PUSHED_BYTES) {
    try {
      unzip.push(bytes.subarray(at, at + PUSHED_BYTES), at + PUSHED_BYTES >= bytes.length)
    } catch {
      refused ??= unreadable()
    }
    if (refused) throw refused
  }
  return parts
}
const PUSHED_BYTES = 16_384

const tooLarge = () => new TableRefused('This workbook is too large when it is unpacked. Save the table as CSV.')

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole
}

const textOf = (parts: Parts, path: string) => strFromU8(parts.get(path) ?? new Uint8Array())

function sheetsOf(parts: Parts): Part[] {
  const targets = new Map(
    elements(textOf(parts, 'xl/_rels/workbook.xml.rels'), /<(?:\w{1,20}:)?Relationship\s([^<>]{1,4000})>/g).map(
      (one) => [one.Id, one.Target],
    ),
  )
  return elements(textOf(parts, 'xl/workbook.xml'), /<(?:\w{1,20}:)?sheet\s([^<>]{1,4000})>/g).flatMap((one) => {
    const target = targets.get(one['r:id'] ?? Object.entries(one).find(([name]) => name.endsWith(':id'))?.[1])
    const path = target?.startsWith('/') ? target.slice(1) : `xl/${target}`
    if (!one.name || !parts.has(path)) return []
    return [{ name: one.name, is_hidden: one.state === 'hidden' || one.state === 'veryHidden', path }]
  })
}

/** The attributes of every element that is found. These two small files are all that is read this way. */
function elements(xml: string, element: RegExp): Record<string, string>[] {
  const found: Record<string, string>[] = []
  for (const [, attributes = ''] of xml.matchAll(element)) {
    const pairs = [...attributes.matchAll(/([\w:]{1,40})="([^"]{0,2000})"/g)].map(([, key = '', value = '']) => [
      key,
      unescaped(value),
    ])
    found.push(Object.fromEntries(pairs))
  }
  return found
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
const unescaped = (text: string) =>
  text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,4}));/gi, (all, decimal, hex, name) => {
    const code = decimal ? Number(decimal) : hex ? Number.parseInt(hex, 16) : null
    if (code !== null) return code <= 0x10ffff ? String.fromCodePoint(code) : ''
    return ENTITIES[String(name).toLowerCase()] ?? all
  })

async function likeliest(parts: Parts, sheets: readonly Part[], rate: Rate): Promise<Part> {
  const [only = sheets[0], second] = sheets
  if (!only) throw unreadable()
  if (!second) return only
  let best = { sheet: only, rating: -1 }
  for (const sheet of sheets.slice(0, SHEETS_TRIED)) {
    const rating = rate(await rowsOf(parts, sheet, ROWS_TRIED))
    if (rating > best.rating) best = { sheet, rating }
  }
  return best.sheet
}

// The library reads one sheet of a workbook; what it is given has only that one, without what is empty.
async function rowsOf(parts: Parts, sheet: Part, most: number | null): Promise<string[][]> {
  const xml = filled(textOf(parts, sheet.path), most, emptyStrings(parts))
  const files = Object.fromEntries([...parts].filter(([path]) => !path.startsWith('xl/worksheets/')))
  const archive = zipSync({ ...files, [sheet.path]: strToU8(xml) }, { level: 0 })
  // Loaded when a person selects a spreadsheet: most files are CSV.
  const { readSheet } = await import('read-excel-file/universal')
  try {
    const rows = await readSheet(archive.buffer as ArrayBuffer, sheet.name) // safe: fflate makes no shared buffer
    return rows.map((row) => row.map(cellText))
  } catch {
    throw unreadable()
  }
}

/** The numbers of the shared strings that hold no text: cells with them are empty. */
function emptyStrings(parts: Parts): ReadonlySet<string> {
  const xml = textOf(parts, 'xl/sharedStrings.xml')
  const prefix = startOf(xml, STRINGS)?.prefix ?? ''
  const empty = new Set<string>()
  let at = 0
  for (const { inside } of elementsNamed(xml, `${prefix}si`)) {
    if (plainText(inside) === '') empty.add(String(at))
    at += 1
  }
  return empty
}

const plainText = (xml: string) => xml.replace(/<[^<>]*>/g, '').trim()

/** Where the content of the outer element begins, and the prefix of its namespace. */
function startOf(xml: string, opening: RegExp): { prefix: string; from: number } | null {
  const found = opening.exec(xml)
  return found && { prefix: found[1] ?? '', from: found.index + found[0].length }
}
const SHEET_DATA = /<((?:\w{1,20}:)?)sheetData\b[^<>]*>/
const STRINGS = /<((?:\w{1,20}:)?)sst\b[^<>]*>/

/** The elements of a name, one after the other, in one pass whatever the text is. */
function* elementsNamed(xml: string, name: string, from = 0): Generator<{ attributes: string; inside: string }> {
  const [opening, closing] = [`<${name}`, `</${name}>`]
  for (let at = xml.indexOf(opening, from); at >= 0; at = xml.indexOf(opening, at)) {
    const begin = at + opening.length
    at = begin
    // A longer name begins alike.
    if (!/[\s/>]/.test(xml.charAt(begin))) continue
    const end = xml.indexOf('>', begin)
    if (end < 0) return
    at = end + 1
    if (xml.charAt(end - 1) === '/') {
      yield { attributes: xml.slice(begin, end - 1), inside: '' }
      continue
    }
    const close = xml.indexOf(closing, at)
    if (close < 0) return
    yield { attributes: xml.slice(begin, end), inside: xml.slice(at, close) }
    at = close + closing.length
  }
}

/**
 * A sheet of the filled cells alone, its rows one below the other, and no more than so many. A format, a formula without
 * a result and an empty text fill no cell, though tools write them by the hundred thousand; cells without an address
 * follow each other.
 */
function filled(xml: string, most: number | null, emptyTexts: ReadonlySet<string>): string {
  const start = startOf(xml, SHEET_DATA)
  if (!start) return xml
  const { prefix, from } = start
  const rows: string[] = []
  for (const { inside } of elementsNamed(xml, `${prefix}row`, from)) {
    const cells = filledCells(inside, prefix, rows.length + 1, emptyTexts)
    if (cells !== '') rows.push(`<${prefix}row r="${rows.length + 1}">${cells}</${prefix}row>`)
    if (rows.length === most) break
  }
  const end = xml.lastIndexOf(`</${prefix}sheetData>`)
  return xml.slice(0, from) + rows.join('') + (end < 0 ? '' : xml.slice(end))
}

function filledCells(xml: string, prefix: string, row: number, emptyTexts: ReadonlySet<string>): string {
  let cells = ''
  let column = 0
  for (const { attributes, inside } of elementsNamed(xml, `${prefix}c`)) {
    const address = /\sr="([A-Z]{1,3})\d*"/.exec(attributes)?.[1]
    column = address === undefined ? column + 1 : columnNumber(address)
    const value = withoutFormula(inside, prefix)
    const text = plainText(value)
    if (text === '' || (/\st="s"/.test(attributes) && emptyTexts.has(text))) continue
    const others = attributes.replace(/\sr="[^"]*"/, '')
    cells += `<${prefix}c r="${columnName(column)}${row}"${others}>${value}</${prefix}c>`
  }
  return cells
}

function withoutFormula(xml: string, prefix: string): string {
  const [start, end] = [xml.indexOf(`<${prefix}f`), xml.lastIndexOf(`</${prefix}f>`)]
  return start < 0 || end < start ? xml : xml.slice(0, start) + xml.slice(end + `</${prefix}f>`.length)
}

const columnNumber = (name: string) => [...name].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0)

function columnName(column: number): string {
  const rest = (column - 1) % 26
  const letter = String.fromCharCode(65 + rest)
  return column > 26 ? columnName((column - 1 - rest) / 26) + letter : letter
}

function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return ''
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? '' : cell.toISOString().slice(0, 10)
  return typeof cell === 'number' ? numberText(cell) : String(cell)
}

/**
 * A number as text. A number has no sign between thousands, so three decimals get a zero behind them: 12.345 alone could
 * also be read as twelve thousand.
 */
function numberText(value: number): string {
  // Excel keeps 15 digits; further digits are binary arithmetic, not typed text.
  const text = String(Number(value.toPrecision(15)))
  const plain = text.includes('e')
    ? value.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 })
    : text
  return /\.\d{3}$/.test(plain) ? `${plain}0` : plain
}
