import { moneyDecimal } from '#core/money.ts'
import { ImportOptions } from '#core/products/imports/contract.ts'
import { createRowReader, type ImportLists } from '#core/products/imports/rows.ts'
import type { SourcedProduct, UpdateProduct } from '#core/products/schema.ts'
import { UpdateProduct as UpdateProductSchema } from '#core/products/schema.ts'
import type { ProductLists } from '../product-lists.ts'
import type { TableColumn } from './table-columns.ts'

/** A product's value in a column: a field's, or a custom field's; null for none. */
export function cellValue(product: SourcedProduct, columnId: string): unknown {
  if (columnId.startsWith('custom.')) return product.custom_values[columnId.slice('custom.'.length)] ?? null
  const fields: Record<string, unknown> = product
  return fields[columnId] ?? null
}

/** A cell as text that can be typed or pasted into another cell, here or in a spreadsheet. */
export function cellText(
  product: SourcedProduct,
  { id, kind }: Pick<TableColumn, 'id' | 'kind'>,
  lists: ProductLists,
): string {
  const value = cellValue(product, id)
  if (value === null) return ''
  switch (kind) {
    case 'owners':
      return product.owners.map(({ owner_id }) => lists.byId.get(owner_id)?.name ?? '').join(', ')
    case 'money':
    case 'custom_money':
      return typeof value === 'number' ? moneyDecimal(value, product.currency) : ''
    case 'status':
    case 'collaboration_type':
    case 'contact_source':
    case 'marketplace':
    case 'custom_select':
      return lists.byId.get(String(value))?.name ?? ''
    case 'decision':
      return value === 'sell' ? 'Sell' : 'Keep'
    case 'custom_checkbox':
      return value === true ? 'Yes' : 'No'
    default:
      return String(value)
  }
}

/** The change that sets a column; null clears it. Undefined when the column needs a value. */
export function changeTo(column: Pick<TableColumn, 'id' | 'kind'>, value: unknown): UpdateProduct | undefined {
  const { id, kind } = column
  if (kind === 'owners') {
    const ids = Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
    return checked({ owners: ids.map((owner_id) => ({ owner_id })) })
  }
  if (id.startsWith('custom.')) return checked({ custom_values: { [id.slice('custom.'.length)]: value } })
  return checked({ [id]: value })
}

const checked = (change: object): UpdateProduct | undefined => UpdateProductSchema.safeParse(change).data

/** Cells of one product that were typed or pasted, and the texts that could not be read. */
export type ReadCells = { set: UpdateProduct | undefined; reasons: string[] }

/**
 * Reads texts as values of columns, row by row, exactly as an import reads a file. Empty texts clear their cell. A
 * whole column's decimal signs and dates help to read each of its cells.
 */
export function readCells(
  columns: readonly TableColumn[],
  rows: readonly { product: SourcedProduct; texts: readonly string[] }[],
  lists: ProductLists,
): ReadCells[] {
  const keys = columns.map(({ id, isEditable }) => (isEditable ? id : null))
  const hasCurrency = keys.includes('currency')
  // Amounts are read in the product's own currency.
  const mapping = hasCurrency ? keys : [...keys, 'currency']
  const reader = createRowReader(mapping, ImportOptions.parse({}), asImportLists(lists))
  const cells = rows.map(({ product, texts }) => (hasCurrency ? [...texts] : [...texts, product.currency]))
  for (const row of cells) reader.observe(row)
  return rows.map(({ texts }, index) => {
    const { fields, reasons } = reader.read(cells[index] ?? [])
    const { currency, ...others } = fields
    const set: UpdateProduct = {}
    const problems = reasons.filter(({ field }) => field !== 'asin').map(({ message }) => message)
    for (const [at, column] of columns.entries()) {
      const text = texts[at]?.trim()
      if (text === undefined) continue
      if (!column.isEditable) {
        if (text !== '') problems.push(`${column.label} cannot be written.`)
        continue
      }
      const value = text === '' ? null : valueIn(column.id === 'currency' ? { currency } : others, column.id)
      if (value === undefined) continue
      const change = changeTo(column, value)
      if (change) merge(set, change)
      else problems.push(`${column.label} cannot be empty.`)
    }
    return { set: Object.keys(set).length > 0 ? set : undefined, reasons: problems }
  })
}

function valueIn(fields: Record<string, unknown>, columnId: string): unknown {
  if (!columnId.startsWith('custom.')) return fields[columnId]
  const values = fields.custom_values
  const id = columnId.slice('custom.'.length)
  return typeof values === 'object' && values !== null
    ? Object.entries(values).find(([key]) => key === id)?.[1]
    : undefined
}

function merge(set: UpdateProduct, change: UpdateProduct): void {
  const custom_values = { ...set.custom_values, ...change.custom_values }
  Object.assign(set, change, Object.keys(custom_values).length > 0 && { custom_values })
}

/** The lists in the form that the reader of imports needs. */
export const asImportLists = (lists: ProductLists): ImportLists => ({
  status: lists.statuses,
  owners: lists.owners,
  collaboration_type: lists.collaborationTypes,
  contact_source: lists.contactSources,
  marketplace: lists.marketplaces,
  fields: lists.fields,
})
