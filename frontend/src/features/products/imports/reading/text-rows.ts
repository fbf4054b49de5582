import Papa from 'papaparse'
import { readRowByRow, unwrapped } from './row-by-row.ts'
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
  const asText = () => ({
    rows: parse(text, delimiter, 'text', onProgress).rows,
    encoding,
    delimiter,
    quoting: 'text' as const,
  })
  if (choices.quoting === 'text') return asText()
  const enclosed = parse(text, delimiter, 'enclose', onProgress)
  if (enclosed.isClean) return { rows: enclosed.rows, encoding, delimiter, quoting: 'enclose' }
  const { rows, openQuoteAt } = readRowByRow(text, delimiter)
  if (choices.quoting === undefined) {
    // Quotation marks that enclose nothing are inches, or names in a report that knows no enclosing.
    const { data: first } = Papa.parse<string[]>(text, { ...settingsOf(delimiter, 'text'), preview: TRIED_ROWS })
    const isText = delimiter === '\t' || evenness(first) > evenness(rows)
    if (isText && evenness(first) >= MOSTLY_EVEN) return asText()
  }
  if (openQuoteAt !== null) throw openQuote(openQuoteAt)
  return { rows, encoding, delimiter, quoting: 'enclose' }
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
  return isUtf8(bytes) ? 'utf-8' : 'windows-1252'
}

/** Whether these bytes are UTF-8, apart from a few that another program has put in or cut. */
function isUtf8(bytes: Uint8Array): boolean {
  const text = new TextDecoder('utf-8').decode(bytes)
  const wrong = countOf(text, /\uFFFD/g)
  // Text of another encoding that happens to be valid UTF-8 is rare.
  return wrong === 0 || wrong * 2 <= countOf(text, /[\u0080-\uFFFC\u{10000}-\u{10FFFF}]/gu)
}

function countOf(text: string, pattern: RegExp): number {
  let count = 0
  for (const _ of text.matchAll(pattern)) count += 1
  return count
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

type Parsed = { rows: string[][]; isClean: boolean }

function parse(
  text: string,
  delimiter: Delimiter,
  quoting: Quoting,
  onProgress: (share: number) => void = () => {},
): Parsed {
  const rows: string[][] = []
  let isClean = true
  let toldAt = 0
  Papa.parse<string[]>(text, {
    ...settingsOf(delimiter, quoting),
    step({ data, errors, meta }) {
      if (errors.some(({ type }) => type === 'Quotes') || data.some((cell) => holdsRows(cell, delimiter)))
        isClean = false
      rows.push(data)
      if (meta.cursor - toldAt < TOLD_EVERY_CHARS) return
      toldAt = meta.cursor
      onProgress(Math.min(1, meta.cursor / text.length))
    },
  })
  // Cells of a comma-separated file stay enclosed although single marks are text.
  const isWrapped = quoting === 'text' && delimiter !== '\t'
  return { rows: isWrapped ? rows.map((row) => row.map(unwrapped)) : rows, isClean }
}

/** A cell of several lines with delimiters and an ASIN may be rows that a quotation mark swallowed. */
const holdsRows = (cell: string, delimiter: Delimiter) =>
  cell.includes('\n') && cell.includes(delimiter) && /\b(?:B[\dA-Z]{9}|\d{9}[\dX])\b/i.test(cell)

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
