import { normalizeAsin } from '../../asin.ts'
import { withoutGuard } from '../../cell-text.ts'
import { minorDigits } from '../../money.ts'
import { cutText } from '../../text.ts'
import type { CrmField } from '../lists/schema.ts'
import { type ColumnKind, type ProductColumn, productColumns } from '../product-columns.ts'
import { UpdateProduct } from '../schema.ts'
import {
  type ColumnFacts,
  currencyInCell,
  findAsinInCell,
  isNothing,
  noFacts,
  observeCell,
  type Read,
  readDay,
  readMoney,
  readNumber,
  readYesNo,
} from './cells.ts'
import type { ImportOptions } from './contract.ts'
import { currencyOfMark } from './currency-marks.ts'

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

/** What is known of the product that a row is about. */
export type StoredAmounts = { currency: string; has_amounts: boolean }

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

/** Reads rows of a file by a mapping: column index to field. */
export function createRowReader(
  mapping: readonly (string | null)[],
  options: ImportOptions,
  lists: ImportLists,
): RowReader {
  const byKey = new Map(productColumns(lists.fields).map((column) => [column.key, column]))
  const decimal = ({ auto: null, point: '.', comma: ',' } as const)[options.decimal_sign]
  const mapped = mapping.flatMap((key, index): MappedColumn[] => {
    const column = key === null ? undefined : byKey.get(key)
    return column?.isWritable ? [{ ...column, index, facts: noFacts(decimal) }] : []
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

const textOf = (cell = '') => (isNothing(cell) ? '' : withoutGuard(cell).trim())

type Amount = { column: MappedColumn; text: string }
/** What a product has that says nothing else. */
const DEFAULT_CURRENCY = 'USD'
/** `isNews`: the product does not have this currency yet. */
type RowCurrency = { code: string; isNews: boolean; reason: ImportReason | null }

/**
 * The currency of a row's amounts: what its currency column says, else what stands beside the amounts, else the
 * product's own, else the file's. Amounts of a product have one currency.
 */
function currencyOf(
  amounts: readonly Amount[],
  cell: string,
  product: StoredAmounts | undefined,
  options: ImportOptions,
): RowCurrency {
  const read = cell === '' ? null : readCurrency(cell)
  // A wrong code has its own reason.
  const said = read && 'value' in read ? read.value : null
  const fallback = said ?? product?.currency ?? options.currency
  let code = said
  let reason: ImportReason | null = null
  for (const { column, text } of amounts) {
    const mark = currencyInCell(text, code ?? fallback)
    if (mark === null || mark === 'unknown' || mark === code) continue
    const words = `${column.label}: “${shortened(text)}”`
    if (mark === 'ambiguous') {
      reason ??= { field: column.key, message: `${words} does not say which currency it is in.` }
    } else if (code !== null) {
      reason ??= { field: column.key, message: `${words} is in ${mark}, the rest of the row in ${code}.` }
    } else code = mark
  }
  const used = code ?? fallback
  if (reason === null && said === null && product?.has_amounts && used !== product.currency) {
    const words = `The amounts are in ${used}, those of the product in ${product.currency}.`
    reason = { field: 'currency', message: `${words} Add a Currency column to change its currency.` }
  }
  // Amounts that stay would become a hundred times as large, or as small.
  const isOtherUnit = product !== undefined && minorDigits(used) !== minorDigits(product.currency)
  if (reason === null && amounts.length === 0 && product?.has_amounts && isOtherUnit) {
    const message = `The amounts of the product are in ${product.currency}. Add their columns to change its currency.`
    reason = { field: 'currency', message }
  }
  return { code: used, isNews: used !== (product?.currency ?? DEFAULT_CURRENCY), reason }
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

function readCurrency(text: string): Read<string> {
  const code = currencyOfMark(text, null)
  if (code === 'ambiguous') return { reason: 'could be several currencies; write a code such as SEK' }
  if (code !== null) return { value: code }
  return { reason: 'is not a currency code such as USD' }
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
    const reason = { field: column, message: `${labelOf(column)} ${message}.` }
    if (!row.reasons.some((known) => known.message === reason.message)) row.reasons.push(reason)
    delete row.fields[key]
  }
}

const labels = new Map(productColumns([]).map(({ key, label }) => [key, label]))
const labelOf = (key: string) => labels.get(key) ?? 'A custom field'

const shortened = (text: string) => (text.length > 60 ? `${cutText(text, 57)}…` : text)
