import Papa from 'papaparse'
import { TableRefused } from './table-refused.ts'

/** How a text file is read. What a person did not choose is found out. */
export type TextChoices = {
  encoding?: string | undefined
  delimiter?: Delimiter | undefined
  quoting?: Quoting | undefined
}
export type Delimiter = ',' | ';' | '\t' | '|'
/** Quotation marks `enclose` cells, or are `text` like any other character. */
export type Quoting = 'enclose' | 'text'

export type TextRows = { rows: string[][]; encoding: string; delimiter: Delimiter; quoting: Quoting }

const DELIMITERS: readonly Delimiter[] = ['\t', ',', ';', '|']
const TOLD_EVERY_CHARS = 1_000_000
/** So much of a file tells its delimiter. */
const SNIFFED_CHARS = 100_000
const SNIFFED_ROWS = 100
/** So many rows tell whether quotation marks are text. */
const TRIED_ROWS = 5000

/** Reads rows of a text file, empty ones left out. `onProgress` gets the share that is read. Throws `TableRefused`. */
export function readTextRows(
  bytes: Uint8Array,
  choices: TextChoices,
  onProgress: (share: number) => void = () => {},
): TextRows {
  const encoding = choices.encoding ?? encodingOf(bytes)
  const text = new TextDecoder(encoding).decode(bytes)
  if (text.includes('\0')) throw new TableRefused('This is not a CSV or Excel file.')
  const delimiter = choices.delimiter ?? delimiterOf(text)
  const read = (quoting: Quoting) => parse(text, delimiter, quoting, onProgress)
  if (choices.quoting) {
    const { rows, openQuoteAt } = read(choices.quoting)
    if (openQuoteAt !== null) throw openQuote(openQuoteAt)
    return { rows, encoding, delimiter, quoting: choices.quoting }
  }
  const enclosed = read('enclose')
  if (enclosed.isClean) return { rows: enclosed.rows, encoding, delimiter, quoting: 'enclose' }
  // Quotation marks that enclose nothing are inches, or names in a report that knows no enclosing.
  const { data: first } = Papa.parse<string[]>(text, { ...settingsOf(delimiter, 'text'), preview: TRIED_ROWS })
  const isText = delimiter === '\t' || evenness(first) > evenness(enclosed.rows)
  if (isText && evenness(first) >= MOSTLY_EVEN) {
    return { rows: parse(text, delimiter, 'text').rows, encoding, delimiter, quoting: 'text' }
  }
  if (enclosed.openQuoteAt !== null) throw openQuote(enclosed.openQuoteAt)
  return { rows: enclosed.rows, encoding, delimiter, quoting: 'enclose' }
}

const openQuote = (row: number) => new TableRefused(`A quotation mark in row ${row} is never closed.`)

/** By the byte order mark; without one valid UTF-8, UTF-16 by its zeros, else Windows-1252, which Excel writes. */
function encodingOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  const start = bytes.subarray(0, 1000)
  const zeros = (odd: 0 | 1) => start.filter((byte, at) => byte === 0 && at % 2 === odd).length
  if (zeros(1) > start.length / 4 && zeros(0) === 0) return 'utf-16le'
  if (zeros(0) > start.length / 4 && zeros(1) === 0) return 'utf-16be'
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return 'utf-8'
  } catch {
    return 'windows-1252'
  }
}

// The delimiter that cuts the first rows into the most columns of one number. Preamble lines have none of it.
function delimiterOf(text: string): Delimiter {
  const start = text.length > SNIFFED_CHARS ? text.slice(0, text.lastIndexOf('\n', SNIFFED_CHARS)) : text
  let best: { delimiter: Delimiter; score: number } = { delimiter: ',', score: 0 }
  for (const delimiter of DELIMITERS) {
    for (const quoting of ['enclose', 'text'] as const) {
      const { data } = Papa.parse<string[]>(start, { ...settingsOf(delimiter, quoting), preview: SNIFFED_ROWS })
      const widths = data.map((row) => row.length).filter((width) => width > 1)
      const score = (evenness(data.filter((row) => row.length > 1)) * widths.length) / Math.max(1, data.length)
      const weighed = score * Math.log2(1 + Math.min(50, usualWidth(widths)))
      if (weighed > best.score) best = { delimiter, score: weighed }
    }
  }
  return best.delimiter
}

const settingsOf = (delimiter: Delimiter, quoting: Quoting) => ({
  delimiter,
  // A character that no text has: quotation marks are like any other.
  ...(quoting === 'text' && { quoteChar: '\uE000' }),
  skipEmptyLines: 'greedy' as const,
})

type Parsed = { rows: string[][]; openQuoteAt: number | null; isClean: boolean }

function parse(
  text: string,
  delimiter: Delimiter,
  quoting: Quoting,
  onProgress: (share: number) => void = () => {},
): Parsed {
  const rows: string[][] = []
  let openQuoteAt: number | null = null
  let isClean = true
  let toldAt = 0
  Papa.parse<string[]>(text, {
    ...settingsOf(delimiter, quoting),
    step({ data, errors, meta }) {
      if (errors.some(({ code }) => code === 'MissingQuotes')) openQuoteAt ??= rows.length + 1
      if (errors.some(({ type }) => type === 'Quotes') || data.some((cell) => holdsRows(cell, delimiter)))
        isClean = false
      rows.push(data)
      if (meta.cursor - toldAt < TOLD_EVERY_CHARS) return
      toldAt = meta.cursor
      onProgress(Math.min(1, meta.cursor / text.length))
    },
  })
  if (quoting === 'text' && delimiter !== '\t') for (const row of rows) row.forEach(unwrap)
  return { rows, openQuoteAt, isClean }
}

// Cells of a comma-separated file stay enclosed although single marks are text.
function unwrap(cell: string, at: number, row: string[]): void {
  const inner = /^"(.*)"$/s.exec(cell.trim())?.[1]
  if (inner !== undefined && !inner.replaceAll('""', '').includes('"')) row[at] = inner.replaceAll('""', '"')
}

/** A cell with line breaks between delimiters may be rows that a quotation mark swallowed. */
const holdsRows = (cell: string, delimiter: Delimiter) => cell.includes('\n') && cell.includes(delimiter)

const MOSTLY_EVEN = 0.9

function usualWidth(widths: readonly number[]): number {
  const counts = new Map<number, number>()
  for (const width of widths) counts.set(width, (counts.get(width) ?? 0) + 1)
  return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? 0
}

/** The share of rows that have the usual number of cells. */
function evenness(rows: readonly (readonly string[])[]): number {
  const widths = rows.map((row) => row.length)
  const usual = usualWidth(widths)
  return rows.length === 0 ? 0 : widths.filter((width) => width === usual).length / rows.length
}
