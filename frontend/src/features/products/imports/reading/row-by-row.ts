import Papa from 'papaparse'
import { findAsinInCell } from '#core/products/imports/asin-cell.ts'

const MARK = '"'

type RowByRow = {
  rows: string[][]
  /** The row whose cell is enclosed to the end of the file, which was cut off then; from 1. */
  openQuoteAt: number | null
}

/**
 * Reads a text whose quotation marks do not add up. A mark that would enclose whole rows is text: a line with an ASIN and
 * as many cells as other lines is a row of its own, never a part of another row's title.
 */
export function readRowByRow(text: string, delimiter: string): RowByRow {
  const lines = text.split(/\r\n|\n|\r/)
  const usual = usualWidth(lines, delimiter)
  const rows: string[][] = []
  let openQuoteAt: number | null = null
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    if (line.trim() === '') continue
    const { row, isOpen } = readLine(line, delimiter)
    if (!isOpen) {
      // A mark may also have enclosed cells of its own row.
      const plain = row.length === usual ? row : line.split(delimiter)
      rows.push(row.length !== usual && plain.length === usual ? plain.map(unwrapped) : row)
      continue
    }
    const whole = readOn(lines, at, delimiter, usual)
    rows.push(whole?.row ?? withOpenMark(line, delimiter))
    if (whole === null) continue
    at = whole.last
    if (whole.isOpen) openQuoteAt ??= rows.length
  }
  return { rows, openQuoteAt }
}

// A cell of more lines is no cell of a table.
const MOST_LINES = 1000

/** The row that begins in an open line, with the lines that belong to it; null when they are rows themselves. */
function readOn(lines: readonly string[], from: number, delimiter: string, usual: number) {
  let text = lines[from] ?? ''
  for (let last = from + 1; last < lines.length; last += 1) {
    const line = lines[last] ?? ''
    if (last - from > MOST_LINES || isRow(line, delimiter, usual)) return null
    text += `\n${line}`
    // Marks come in pairs, apart from the one that closes a cell.
    if (line.split(MARK).length % 2 === 1) continue
    const { row, isOpen } = readLine(text, delimiter)
    if (!isOpen) return { row, last, isOpen }
  }
  return { row: readLine(text, delimiter).row, last: lines.length, isOpen: true }
}

function isRow(line: string, delimiter: string, usual: number): boolean {
  const { row } = readLine(line, delimiter)
  return usual > 1 && row.length === usual && row.some((cell) => findAsinInCell(cell.slice(0, 200)) !== null)
}

function readLine(line: string, delimiter: string): { row: string[]; isOpen: boolean } {
  if (!line.includes(MARK)) return { row: line.split(delimiter), isOpen: false }
  const { data, errors } = Papa.parse<string[]>(line, { delimiter, newline: '\n', skipEmptyLines: false })
  const isOpen = errors.some(({ code }) => code === 'MissingQuotes')
  return { row: data[0] ?? [], isOpen }
}

/** A line whose last opening mark is text: the cells before it are enclosed as usual. */
function withOpenMark(line: string, delimiter: string): string[] {
  const cells = line.split(delimiter)
  for (let at = cells.length - 1; at > 0; at -= 1) {
    const before = readLine(cells.slice(0, at).join(delimiter), delimiter)
    if (!before.isOpen) return [...before.row, ...cells.slice(at).map(unwrapped)]
  }
  return cells.map(unwrapped)
}

/** A cell without the marks that enclose it, where single marks are text. */
export function unwrapped(cell: string): string {
  const inner = /^"(.*)"$/s.exec(cell.trim())?.[1]
  return inner === undefined || inner.replaceAll('""', '').includes(MARK) ? cell : inner.replaceAll('""', MARK)
}

function usualWidth(lines: readonly string[], delimiter: string): number {
  const counts = new Map<number, number>()
  for (const line of lines.slice(0, 2000)) {
    if (line.trim() === '') continue
    const { row, isOpen } = readLine(line, delimiter)
    if (!isOpen) counts.set(row.length, (counts.get(row.length) ?? 0) + 1)
  }
  return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? 0
}
