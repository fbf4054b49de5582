import { isGuarded, withoutGuard } from '../../cell-text.ts'
import { type ColumnKind, type ProductColumn, productColumns } from '../product-columns.ts'
import { UpdateProduct } from '../schema.ts'
import { findAsinInCell, type RepairedAsin, readAsinCell } from './asin-cell.ts'
import {
  type ColumnFacts,
  currencyInCell,
  isNothing,
  noFacts,
  noFileFacts,
  observeCell,
  type Read,
  readDay,
  readMoney,
  readNumber,
  readYesNo,
} from './cells.ts'
import type { ImportOptions } from './contract.ts'
import { createNames, type ImportLists, type ListKind, MAX_NAME_LENGTH, type Names } from './list-names.ts'
import { currencyOf, type ImportReason, readCurrency, type StoredAmounts, shortened } from './row-currency.ts'

export type { ImportLists } from './list-names.ts'
export type { ImportReason, StoredAmounts } from './row-currency.ts'

/** The values of a row. `fields` holds only non-empty cells: an empty cell never erases a value. */
export type ReadRow = {
  asin: string | null
  fields: Record<string, unknown>
  /** Names that must be added to the lists before the row can be written, by field. */
  missing: Record<string, string[]>
  reasons: ImportReason[]
  /** The cell did not hold the ASIN itself: what a spreadsheet made of it, and what was read. */
  repaired_asin?: RepairedAsin
}

type MappedColumn = ProductColumn & { index: number; facts: ColumnFacts }

/** A mapping prepared for thousands of rows. `observe` every row first, then `read` each. */
export type RowReader = {
  observe: (cells: readonly string[]) => void
  /** `stored` finds the product of an ASIN, whose amounts have a currency already. */
  read: (cells: readonly string[], stored?: (asin: string) => StoredAmounts | undefined) => ReadRow
  /** The ASIN of a row; null when it has none. */
  asinOf: (cells: readonly string[]) => string | null
  /** Whether rows have amounts or a currency, which must fit those of the product. */
  needsCurrency: boolean
  /** Whether observing changes how rows are read. */
  needsObserving: boolean
}

const MONEY: ReadonlySet<ColumnKind> = new Set(['money', 'custom_money'])
const NUMERIC: ReadonlySet<ColumnKind> = new Set(['money', 'custom_money', 'custom_number', 'quantity'])
const DAYS: ReadonlySet<ColumnKind> = new Set(['day', 'custom_date'])

/** Programs that write commas before decimals separate cells by semicolons, and the others by commas. */
const LIKELY_DECIMAL: Readonly<Record<string, '.' | ','>> = { ',': '.', ';': ',' }

/** Reads rows of a file by a mapping: column index to field. `delimiter` separates the cells of a text file. */
export function createRowReader(
  mapping: readonly (string | null)[],
  options: ImportOptions,
  lists: ImportLists,
  delimiter: string | null = null,
): RowReader {
  const byKey = new Map(productColumns(lists.fields).map((column) => [column.key, column]))
  const decimal = ({ auto: null, point: '.', comma: ',' } as const)[options.decimal_sign]
  const file = noFileFacts(decimal, LIKELY_DECIMAL[delimiter ?? ''])
  const mapped = mapping.flatMap((key, index): MappedColumn[] => {
    const column = key === null ? undefined : byKey.get(key)
    return column?.isWritable ? [{ ...column, index, facts: noFacts(file) }] : []
  })
  const observed = mapped.filter(({ kind }) => NUMERIC.has(kind) || DAYS.has(kind))
  const names = createNames(lists)
  const currencyAt = mapped.find(({ kind }) => kind === 'currency')?.index
  const asinAt = mapped.find(({ kind }) => kind === 'asin')?.index
  const money = mapped.filter(({ kind }) => MONEY.has(kind))

  const asinOf = (cells: readonly string[]) =>
    asinAt === undefined ? null : findAsinInCell((cells[asinAt] ?? '').slice(0, MAX_ASIN_CELL))

  return {
    asinOf,
    needsCurrency: money.length > 0 || currencyAt !== undefined,
    needsObserving: observed.length > 0,
    observe(cells) {
      for (const { index, kind, facts } of observed) {
        const cell = cells[index]
        if (cell && !isTooLong(kind, cell)) observeCell(facts, DAYS.has(kind) ? 'day' : 'number', cell)
      }
    },
    read(cells, stored) {
      const row: ReadRow = { asin: null, fields: {}, missing: {}, reasons: [] }
      const asin = asinOf(cells)
      const product = asin === null ? undefined : stored?.(asin)
      const amounts = money.flatMap((column) => {
        const text = textOf(cells[column.index])
        return text === '' || isTooLong(column.kind, text) ? [] : [{ column, text }]
      })
      const currency = currencyOf(amounts, currencyAt === undefined ? '' : textOf(cells[currencyAt]), product, options)
      for (const column of mapped) {
        const text = textOf(cells[column.index])
        if (text === '') continue
        readCell(row, column, text, { options, names, currency: currency.code })
      }
      if (currency.reason) row.reasons.push(currency.reason)
      // An amount without its currency would become one of the workspace's usual currency.
      else if (amounts.length > 0 && row.fields.currency === undefined && currency.isNews) {
        row.fields.currency = currency.code
      }
      if (row.asin === null && row.reasons.length === 0) {
        row.reasons.push({ field: 'asin', message: 'The row has no ASIN.' })
      }
      checkLimits(row)
      return row
    },
  }
}

function textOf(cell = ''): string {
  if (isNothing(cell)) return ''
  // Other tools keep digits as text this way; a title of ours that looks like it has an apostrophe.
  return (isGuarded(cell) ? withoutGuard(cell) : cell).trim().replace(/^="([^"]*)"$/, isGuarded(cell) ? '$&' : '$1')
}

type Reading = { options: ImportOptions; names: Names; currency: string }
/** Besides a value or a reason: names that must be added to a list first. */
type Found = Read<unknown> | { missing: string[] }

const MAX_OWNERS = 20

// The longest cell that can be a value of its kind. A longer one is refused before anything reads it: a cell may hold
// 32,000 characters, and a file 50,000 of them. The schema of the field limits the text of the other kinds.
const MAX_NUMERAL_LENGTH = 64
const MAX_ASIN_CELL = 2048
const MAX_CELL_LENGTH: Partial<Record<ColumnKind, number>> = {
  asin: MAX_ASIN_CELL,
  money: MAX_NUMERAL_LENGTH,
  custom_money: MAX_NUMERAL_LENGTH,
  custom_number: MAX_NUMERAL_LENGTH,
  quantity: MAX_NUMERAL_LENGTH,
  day: MAX_NUMERAL_LENGTH,
  custom_date: MAX_NUMERAL_LENGTH,
  currency: MAX_NUMERAL_LENGTH,
  decision: MAX_NUMERAL_LENGTH,
  custom_checkbox: MAX_NUMERAL_LENGTH,
  owners: MAX_OWNERS * (MAX_NAME_LENGTH + 2),
}
const isTooLong = (kind: ColumnKind, text: string) => text.length > (MAX_CELL_LENGTH[kind] ?? Number.POSITIVE_INFINITY)

function readCell(row: ReadRow, column: MappedColumn, text: string, reading: Reading): void {
  const { key, kind, label } = column
  if (isTooLong(kind, text)) {
    row.reasons.push({ field: key, message: `${label}: “${shortened(text)}” is too long.` })
    return
  }
  if (kind === 'asin') {
    const read = readAsinCell(text)
    row.asin = read.asin
    if (read.asin === null) {
      const isQuestion = read.reason.endsWith('?')
      row.reasons.push({ field: key, message: `${label}: “${shortened(text)}” ${read.reason}${isQuestion ? '' : '.'}` })
    } else if (read.repaired !== null) {
      row.repaired_asin = { from: shortened(text), to: read.asin, how: read.repaired }
    }
    return
  }
  const found = readValue(column, text, reading)
  if ('reason' in found) {
    row.reasons.push({ field: key, message: `${label}: “${shortened(text)}” ${found.reason}.` })
  } else if ('missing' in found) {
    row.missing[key] = found.missing
  } else if (key.startsWith('custom.')) {
    const others = row.fields.custom_values as object // safe: only ever set here
    row.fields.custom_values = { ...others, [key.slice('custom.'.length)]: found.value }
  } else {
    row.fields[key] = found.value
  }
}

function readValue({ key, kind, facts }: MappedColumn, text: string, { options, names, currency }: Reading): Found {
  switch (kind) {
    case 'text':
      return { value: key === 'image_url' ? firstLink(text) : text }
    case 'custom_url':
      return /^https?:\/\/[^\s/]+/i.test(text) ? { value: text } : { reason: 'is not a link' }
    case 'decision':
      return readDecision(text)
    case 'currency':
      return readCurrency(text)
    case 'quantity':
      return readQuantity(text, facts)
    case 'money':
    case 'custom_money':
      return currencyInCell(text, currency) === 'unknown'
        ? { reason: 'is not an amount' }
        : readMoney(text, currency, facts)
    case 'custom_number':
      return readNumber(text, facts)
    case 'day':
    case 'custom_date':
      return readDay(text, options.date_order, facts)
    case 'custom_checkbox':
      return readYesNo(text)
    case 'custom_select': {
      const option = names.option(key, text)
      return option ? { value: option } : { reason: 'is not one of its choices' }
    }
    case 'owners':
      return readOwners(text, names, options)
    case 'status':
    case 'collaboration_type':
    case 'contact_source':
    case 'marketplace':
      return readEntry(kind, text, names, options)
    default:
      return { value: text }
  }
}

function readEntry(kind: ListKind, text: string, names: Names, options: ImportOptions): Found {
  const id = names.find(kind, text)
  if (id) return { value: id }
  if (!options.create_missing) return { reason: 'is not in your list' }
  return text.length > MAX_NAME_LENGTH ? { reason: 'is too long for a name' } : { missing: [text] }
}

function readOwners(text: string, names: Names, options: ImportOptions): Found {
  const owners = names.owners(text)
  const unknown = owners.filter(({ id }) => id === undefined).map(({ name }) => name)
  if (owners.length > MAX_OWNERS) return { reason: `names more than ${MAX_OWNERS} owners` }
  if (unknown.length === 0) return { value: owners.map(({ id }) => id) }
  if (!options.create_missing) return { reason: `names ${unknown.join(' and ')}, not one of your owners` }
  if (unknown.some((name) => name.length > MAX_NAME_LENGTH)) return { reason: 'is too long for a name' }
  return { missing: owners.map(({ name }) => name) }
}

/** Tools join the links of all images; the first one is the main image. */
const firstLink = (text: string): string => /^https?:\/\/[^\s;|]+?(?=[\s;|]|,\s*https?:|$)/i.exec(text)?.[0] ?? text

function readDecision(text: string): Read<string> {
  const word = text.toLowerCase()
  return word === 'sell' || word === 'keep' ? { value: word } : { reason: 'is neither Sell nor Keep' }
}

function readQuantity(text: string, facts: ColumnFacts): Read<number> {
  const read = readNumber(text, facts)
  if ('reason' in read) return read
  return Number.isInteger(read.value) && read.value >= 0 ? read : { reason: 'is not a whole number' }
}

// The schema of a PATCH: an import refuses what a PATCH refuses.
function checkLimits(row: ReadRow): void {
  if (Object.keys(row.fields).length === 0) return
  const { owners: _, ...fields } = row.fields
  const checked = UpdateProduct.safeParse({ ...fields, ...(row.fields.owners !== undefined && { is_archived: false }) })
  if (checked.success) return
  for (const issue of checked.error.issues) {
    const key = String(issue.path[0])
    const column = issue.path.length > 1 ? `custom.${String(issue.path[1])}` : key
    const message =
      issue.code === 'too_big' && typeof fields[key] === 'string'
        ? `is longer than ${Number(issue.maximum)} characters`
        : issue.code === 'invalid_format'
          ? 'is not a link'
          : 'is not allowed'
    const reason = { field: column, message: `${labelOf(column)} ${message}.` }
    if (!row.reasons.some((known) => known.message === reason.message)) row.reasons.push(reason)
    delete row.fields[key]
  }
}

const labels = new Map(productColumns([]).map(({ key, label }) => [key, label]))
const labelOf = (key: string) => labels.get(key) ?? 'A custom field'
