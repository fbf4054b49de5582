// What a spreadsheet may run, or strip, when a cell begins with it (OWASP "CSV injection").
const DANGEROUS = /^'*[=+\-@\t\r]/
const GUARDED = /^'+[=+\-@\t\r]/

/** Text of ours as a cell of an export: an apostrophe keeps a spreadsheet from running it as a formula. */
export const guardCell = (text: string): string => (DANGEROUS.test(text) ? `'${text}` : text)

/** Whether a cell carries the guard of an export. */
export const isGuarded = (cell: string): boolean => GUARDED.test(cell)

/** A cell of an export as the text it was; any other cell as it is. */
export const withoutGuard = (cell: string): string => (isGuarded(cell) ? cell.slice(1) : cell)

/** A row as a line of a CSV file (RFC 4180), without its line break. Cells are written as they are: guard them before. */
export const csvLine = (cells: readonly string[]): string => cells.map(quoted).join(',')

// A leading tab or blank is kept only inside quotes.
const quoted = (cell: string): string => (/[",\r\n\t;]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

/** What a CSV file begins with so that spreadsheets read it as UTF-8. */
export const CSV_BOM = '\uFEFF'
export const CSV_LINE_BREAK = '\r\n'
