import Papa from 'papaparse'
import {
  IMPORT_MAX_CELL_LENGTH,
  IMPORT_MAX_COLUMNS,
  IMPORT_MAX_FILE_BYTES,
  IMPORT_MAX_ROWS,
} from '#core/products/imports/contract.ts'
import { splitHeaders } from '#core/products/imports/mapping.ts'
import { cutText } from '#core/text.ts'

/** A file as rows of text. */
export type ReadTable = {
  headers: string[]
  /** Without the headers and without empty rows. */
  rows: string[][]
  /** SHA-256 of the file, as hexadecimal digits. */
  hash: string
}

/** The file cannot be imported; the message says why and what to do. */
export class TableRefused extends Error {}

const TOLD_EVERY_CHARS = 1_000_000
const SNIFFED_DELIMITERS = [',', ';', '\t', '|']

/**
 * Reads a CSV or XLSX file and detects encoding, delimiter and header row. `onProgress` gets the share that is read, 0
 * to 1. Throws `TableRefused`.
 */
export async function readTable(file: Blob, onProgress: (share: number) => void = () => {}): Promise<ReadTable> {
  if (file.size > IMPORT_MAX_FILE_BYTES)
    throw new TableRefused('This file is larger than 50 MB. Split it, or leave out columns.')
  const bytes = new Uint8Array(await file.arrayBuffer())
  const [hash, rows] = await Promise.all([
    hashOf(bytes),
    isZip(bytes) ? readSheetRows(bytes) : readCsvRows(bytes, onProgress),
  ])
  const filled = rows.filter((row) => row.some((cell) => cell.trim() !== ''))
  const { headers, firstDataRow } = splitHeaders(filled)
  const data = filled.slice(firstDataRow)
  if (data.length === 0) throw new TableRefused('This file has no rows.')
  if (data.length > IMPORT_MAX_ROWS) throw new TableRefused('This file has more than 100,000 rows. Split it.')
  if (headers.length > IMPORT_MAX_COLUMNS)
    throw new TableRefused(`This file has more than ${IMPORT_MAX_COLUMNS} columns. Leave out some.`)
  return {
    headers: headers.map((header) => cutText(header, 500)),
    rows: data.map((row) => tidy(row, headers.length)),
    hash,
  }
}

const isZip = (bytes: Uint8Array) => bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03 && bytes[3] === 0x04
const isOldExcel = (bytes: Uint8Array) =>
  bytes[0] === 0xd0 && bytes[1] === 0xcf && bytes[2] === 0x11 && bytes[3] === 0xe0

// Cells after the last header have no column, and text that no field accepts only makes the request large.
function tidy(row: string[], width: number): string[] {
  const cells = row.slice(0, width).map((cell) => cutText(cell, IMPORT_MAX_CELL_LENGTH))
  while (cells.at(-1) === '') cells.pop()
  return cells
}

async function hashOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** UTF-8 or UTF-16 by their byte order mark, valid UTF-8 without one, else Windows-1252, which Excel writes. */
function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

function readCsvRows(bytes: Uint8Array, onProgress: (share: number) => void): string[][] {
  if (isOldExcel(bytes)) throw new TableRefused('This is an old Excel file. Save it as .xlsx or CSV and choose that.')
  const text = decode(bytes)
  if (text.includes('\0')) throw new TableRefused('This is not a CSV or Excel file.')
  const rows: string[][] = []
  let openQuoteAt: number | undefined
  let toldAt = 0
  Papa.parse<string[]>(text, {
    delimitersToGuess: SNIFFED_DELIMITERS,
    skipEmptyLines: 'greedy',
    step({ data, errors, meta }) {
      if (errors.some(({ code }) => code === 'MissingQuotes')) openQuoteAt ??= rows.length + 1
      rows.push(data)
      if (meta.cursor - toldAt < TOLD_EVERY_CHARS) return
      toldAt = meta.cursor
      onProgress(Math.min(1, meta.cursor / text.length))
    },
  })
  if (openQuoteAt !== undefined) throw new TableRefused(`A quotation mark in row ${openQuoteAt} is never closed.`)
  return rows
}

async function readSheetRows(bytes: Uint8Array<ArrayBuffer>): Promise<string[][]> {
  // Loaded when a person selects a spreadsheet: most files are CSV.
  const { readSheet } = await import('read-excel-file/universal')
  try {
    const rows = await readSheet(bytes.buffer)
    return rows.map((row) => row.map(cellText))
  } catch {
    throw new TableRefused('This Excel file cannot be read. Save it again as .xlsx, or as CSV, and choose that.')
  }
}

function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return ''
  if (cell instanceof Date) return cell.toISOString().slice(0, 10)
  // Excel keeps 15 digits; further digits are binary arithmetic, not typed text.
  if (typeof cell === 'number') return String(Number(cell.toPrecision(15)))
  return String(cell)
}
