import { CSV_BOM, CSV_LINE_BREAK, csvLine, guardCell, isGuarded } from '#core/cell-text.ts'
import type { ImportRow } from '#core/products/imports/contract.ts'

/**
 * The refused rows as a CSV file to correct and import again: the columns of the file, then the reason. Cells with the
 * apostrophe of an export keep it, others get it.
 */
export function badRowsCsv(headers: readonly string[], rows: readonly ImportRow[]): string {
  const guarded = (cell: string) => (isGuarded(cell) ? cell : guardCell(cell))
  const lines = rows.map(({ cells, reasons }) => [
    ...headers.map((_, index) => guarded(cells[index] ?? '')),
    guarded(reasons.map(({ message }) => message).join(' ')),
  ])
  return (
    CSV_BOM +
    [[...headers.map(guarded), 'Why it was not imported'], ...lines]
      .map((cells) => csvLine(cells) + CSV_LINE_BREAK)
      .join('')
  )
}
