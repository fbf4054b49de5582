import { normalizeAsin } from '../../asin.ts'
import { withoutGuard } from '../../cell-text.ts'
import { cutText } from '../../text.ts'
import type { CrmField } from '../lists/schema.ts'
import { type ColumnKind, type ProductColumn, productColumns } from '../product-columns.ts'
import { UpdateProduct } from '../schema.ts'
import {
  type ColumnFacts,
  findAsinInCell,
  noFacts,
  observeCell,
  type Read,
  readDay,
  readMoney,
  readNumber,
  readYesNo,
} from './cells.ts'
import type { ImportOptions } from './contract.ts'

type Entry = { id: string; name: string }
type ListKind = 'status' | 'collaboration_type' | 'contact_source' | 'marketplace' | 'owners'

/** The lists of a workspace, with hidden entries, because a file may name those too. */
export type ImportLists = Record<ListKind, readonly Entry[]> & {
  fields: readonly Pick<CrmField, 'id' | 'name' | 'kind' | 'options'>[]
}

/** Why a row is refused; `field` is null when the reason is the whole row. */
export type ImportReason = { field: string | null; message: string }

/** The values of a row. `fields` holds only non-empty cells: an empty cell never erases a value. */
export type ReadRow = {
  asin: string | null
  fields: Record<string, unknown>
  /** Names that must be added to the lists before the row can be written, by field. */
  missing: Record<string, string[]>
  reasons: ImportReason[]
}

type MappedColumn = ProductColumn & { index: number; facts: ColumnFacts }

/** A mapping prepared for thousands of rows. `observe` every row first, then `read` each. */
export type RowReader = {
  observe: (cells: readonly string[]) => void
  read: (cells: readonly string[]) => ReadRow
  /** Whether observing changes how rows are read. */
  needsObserving: boolean
}

const NUMERIC: ReadonlySet<ColumnKind> = new Set(['money', 'custom_money', 'custom_number', 'quantity'])
const DAYS: ReadonlySet<ColumnKind> = new Set(['day', 'custom_date'])

/** Reads rows of a file by a mapping: column index to field. */
export function createRowReader(
  mapping: readonly (string | null)[],
  options: ImportOptions,
  lists: ImportLists,
): RowReader {
  const byKey = new Map(productColumns(lists.fields).map((column) => [column.key, column]))
  const mapped = mapping.flatMap((key, index): MappedColumn[] => {
    const column = key === null ? undefined : byKey.get(key)
    return column?.isWritable ? [{ ...column, index, facts: noFacts() }] : []
  })
  const observed = mapped.filter(({ kind }) => NUMERIC.has(kind) || DAYS.has(kind))
  const names = createNames(lists)
  const currencyAt = mapped.find(({ kind }) => kind === 'currency')?.index

  return {
    needsObserving: observed.length > 0,
    observe(cells) {
      for (const { index, kind, facts } of observed) {
        const cell = cells[index]
        if (cell && !isTooLong(kind, cell)) observeCell(facts, DAYS.has(kind) ? 'day' : 'number', cell)
      }
    },
    read(cells) {
      const row: ReadRow = { asin: null, fields: {}, missing: {}, reasons: [] }
      const currency = readCurrency(currencyAt === undefined ? '' : (cells[currencyAt] ?? ''))
      const known = currency && 'value' in currency ? currency.value : 'USD'
      for (const column of mapped) {
        const cell = cells[column.index] ?? ''
        const text = withoutGuard(cell).trim()
        if (text === '') continue
        readCell(row, column, text, { options, names, currency: known })
      }
      if (row.asin === null && row.reasons.length === 0) {
        row.reasons.push({ field: 'asin', message: 'The row has no ASIN.' })
      }
      checkLimits(row)
      return row
    },
  }
}

type Names = ReturnType<typeof createNames>
type Reading = { options: ImportOptions; names: Names; currency: string }
/** Besides a value or a reason: names that must be added to a list first. */
type Found = Read<unknown> | { missing: string[] }

const MAX_NAME_LENGTH = 60
const MAX_OWNERS = 20

// The longest cell that can be a value of its kind. A longer one is refused before anything reads it: a cell may hold
// 32,000 characters, and a file 50,000 of them. The schema of the field limits the text of the other kinds.
const MAX_NUMERAL_LENGTH = 64
const MAX_CELL_LENGTH: Partial<Record<ColumnKind, number>> = {
  asin: 2048,
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
    row.asin = findAsinInCell(text)
    if (row.asin !== null) return
  }
  const found: Found = kind === 'asin' ? { reason: whyNoAsin(text) } : readValue(column, text, reading)
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
      return readMoney(text, currency, facts)
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

function createNames(lists: ImportLists) {
  const byName = (entries: readonly Entry[]) => new Map(entries.map(({ id, name }) => [name.trim().toLowerCase(), id]))
  const kinds = ['status', 'collaboration_type', 'contact_source', 'marketplace', 'owners'] as const
  const maps = new Map<string, Map<string, string>>(kinds.map((kind) => [kind, byName(lists[kind])]))
  const options = new Map(lists.fields.map(({ id, options }) => [`custom.${id}`, byName(options)]))
  return {
    find: (kind: ListKind, text: string) => maps.get(kind)?.get(text.toLowerCase()),
    option: (key: string, text: string) => options.get(key)?.get(text.toLowerCase()),
    /** Names separated by comma or semicolon; a name may contain one, so the longest known name wins. */
    owners(text: string): { name: string; id: string | undefined }[] {
      const parts = text.split(/([;,])/)
      const found: { name: string; id: string | undefined }[] = []
      for (let from = 0; from < parts.length; ) {
        // No name is longer, and each part has at least one character or separator.
        let to = Math.min(parts.length, from + 2 * MAX_NAME_LENGTH + 1)
        let name = parts.slice(from, to).join('').trim()
        while (to > from + 1 && !maps.get('owners')?.has(name.toLowerCase())) {
          to -= 2
          name = parts.slice(from, to).join('').trim()
        }
        const id = maps.get('owners')?.get(name.toLowerCase())
        const isNew = !found.some((other) => other.name.toLowerCase() === name.toLowerCase())
        if (name !== '' && isNew) found.push({ name, id })
        from = to + 1
      }
      return found
    },
  }
}

const SIGNS: Record<string, string> = { '€': 'EUR', '£': 'GBP', US$: 'USD' }

function readCurrency(text: string): Read<string> {
  const code = SIGNS[text.trim()] ?? text.trim().toUpperCase()
  return /^[A-Z]{3}$/.test(code) ? { value: code } : { reason: 'is not a currency code such as USD' }
}

function readDecision(text: string): Read<string> {
  const word = text.toLowerCase()
  return word === 'sell' || word === 'keep' ? { value: word } : { reason: 'is neither Sell nor Keep' }
}

function readQuantity(text: string, facts: ColumnFacts): Read<number> {
  const read = readNumber(text, facts)
  if ('reason' in read) return read
  return Number.isInteger(read.value) && read.value >= 0 ? read : { reason: 'is not a whole number' }
}

function whyNoAsin(text: string): string {
  return /^[\dX]{10}$/.test(normalizeAsin(text)) ? 'is an ISBN with a wrong check digit' : 'is not an ASIN'
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
    row.reasons.push({ field: column, message: `${labelOf(column)} ${message}.` })
    delete row.fields[key]
  }
}

const labels = new Map(productColumns([]).map(({ key, label }) => [key, label]))
const labelOf = (key: string) => labels.get(key) ?? 'A custom field'

const shortened = (text: string) => (text.length > 60 ? `${cutText(text, 57)}…` : text)
