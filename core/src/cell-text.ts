// Characters that make a spreadsheet run or strip a cell that begins with them (OWASP "CSV injection").
const DANGEROUS = /^'*[=+\-@\t\r]/
const GUARDED = /^'+[=+\-@\t\r]/

/** Our text as a cell of an export: an apostrophe keeps a spreadsheet from running it as a formula. */
export const guardCell = (text: string): string => (DANGEROUS.test(text) ? `'${text}` : text)

/** Whether a cell begins with the apostrophe of an export. */
export const isGuarded = (cell: string): boolean => GUARDED.test(cell)

/** A cell of an export without its apostrophe; any other cell unchanged. */
export const withoutGuard = (cell: string): string => (isGuarded(cell) ? cell.slice(1) : cell)

/** A row as a line of a CSV file (RFC 4180), without its line break. Cells are written unchanged: guard them before. */
export const csvLine = (cells: readonly string[]): string => cells.map(quoted).join(',')

// A leading tab or blank survives only inside quotes.
const quoted = (cell: string): string => (/[",\r\n\t;]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

/** The first character of a CSV file, which makes spreadsheets read it as UTF-8. */
export const CSV_BOM = '\uFEFF'
export const CSV_LINE_BREAK = '\r\n'
