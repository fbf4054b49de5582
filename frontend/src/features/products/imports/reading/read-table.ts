import { findAsinInCell } from '#core/products/imports/asin-cell.ts'
import {
  IMPORT_FIRST_LINES,
  IMPORT_MAX_CELL_LENGTH,
  IMPORT_MAX_COLUMNS,
  IMPORT_MAX_FILE_BYTES,
  IMPORT_MAX_ROWS,
  type ImportReading,
} from '#core/products/imports/contract.ts'
import { columnNames, countKnownHeaders, findHeaderRow, takeRemarks } from '#core/products/imports/mapping.ts'
import { cutText } from '#core/text.ts'
import { kindOf } from './file-kind.ts'
import { TableRefused } from './table-refused.ts'
import { readTextRows, type TextChoices } from './text-rows.ts'
import { readWorkbookRows } from './workbook-rows.ts'

export { TableRefused } from './table-refused.ts'

/** A file as rows of text. */
export type ReadTable = {
  headers: string[]
  /** Without the headers and without empty rows. */
  rows: string[][]
  /** SHA-256 of the file and of how it was read, as hexadecimal digits. */
  hash: string
  reading: ImportReading
}

/** What a person chose of how a file is read; what is not chosen is found out. */
export type ReadingChoices = TextChoices & { sheet?: string | undefined; header_line?: number | null | undefined }

const MAX_LINE_LENGTH = 200

/**
 * Reads a CSV or XLSX file. What is not chosen is found out: sheet, encoding, delimiter, quoting and header line.
 * `onProgress` gets the share that is read, 0 to 1. Throws `TableRefused`.
 */
export async function readTable(
  file: Blob,
  onProgress: (share: number) => void = () => {},
  choices: ReadingChoices = {},
): Promise<ReadTable> {
  if (file.size > IMPORT_MAX_FILE_BYTES)
    throw new TableRefused('This file is larger than 50 MB. Split it, or leave out columns.')
  const bytes = new Uint8Array(await file.arrayBuffer())
  const found = await readRows(bytes, choices, onProgress)
  const filled = found.rows.filter((row) => row.some((cell) => cell.trim() !== ''))
  const headerRow = choices.header_line === undefined ? findHeaderRow(filled) : choices.header_line
  const headers = columnNames(filled, headerRow)
  const [data, remarks] = takeRemarks(filled.slice((headerRow ?? -1) + 1), headers.length)
  if (data.length === 0) throw new TableRefused('This file has no rows.')
  if (data.length > IMPORT_MAX_ROWS) throw new TableRefused('This file has more than 100,000 rows. Split it.')
  if (headers.length > IMPORT_MAX_COLUMNS)
    throw new TableRefused(`This file has more than ${IMPORT_MAX_COLUMNS} columns. Leave out some.`)
  const line = (row: readonly string[]) =>
    cutText(row.filter((cell) => cell.trim() !== '').join(' · '), MAX_LINE_LENGTH)
  return {
    headers: headers.map((header) => cutText(header, 500)),
    rows: data.map((row) => tidy(row, headers.length)),
    hash: await hashOf(bytes, choices),
    reading: {
      ...found.reading,
      first_lines: filled.slice(0, IMPORT_FIRST_LINES).map(line),
      header_line: headerRow,
      left_out: remarks.map(line),
    },
  }
}

async function readRows(bytes: Uint8Array, choices: ReadingChoices, onProgress: (share: number) => void) {
  if (kindOf(bytes) === 'text') {
    const { rows, encoding, delimiter, quoting } = readTextRows(bytes, choices, onProgress)
    return { rows, reading: { kind: 'text' as const, sheets: [], sheet: null, encoding, delimiter, quoting } }
  }
  const { rows, sheets, sheet } = await readWorkbookRows(bytes, choices.sheet, likeProducts)
  const none = { encoding: null, delimiter: null, quoting: null }
  return { rows, reading: { kind: 'workbook' as const, sheets: sheets.slice(0, 255), sheet, ...none } }
}

/** Names of fields and ASINs make a sheet a table of products; otherwise the one with more rows is. */
const likeProducts = (rows: readonly (readonly string[])[]) =>
  rows.reduce((sum, row) => sum + countKnownHeaders(row) * 10 + (row.some((cell) => findAsinInCell(cell)) ? 5 : 0), 0) +
  Math.min(rows.length, 60) / 100

// Cells after the last header have no column, and text that no field accepts only makes the request large.
function tidy(row: string[], width: number): string[] {
  const cells = row.slice(0, width).map((cell) => cutText(cell, IMPORT_MAX_CELL_LENGTH))
  while (cells.at(-1) === '') cells.pop()
  return cells
}

// The same file read in another way is another table.
async function hashOf(bytes: Uint8Array<ArrayBuffer>, choices: ReadingChoices): Promise<string> {
  const whole = await crypto.subtle.digest('SHA-256', bytes)
  const chosen = JSON.stringify(Object.entries(choices).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  const digest =
    chosen === '[]'
      ? whole
      : await crypto.subtle.digest(
          'SHA-256',
          new Uint8Array([...new Uint8Array(whole), ...new TextEncoder().encode(chosen)]),
        )
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
