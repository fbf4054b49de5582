import { z } from 'zod'
import { guardCell } from '../cell-text.ts'
import { defineContract } from '../http/contract.ts'
import { FileAnswer } from '../http/file.ts'
import { optionalText } from '../http/list.ts'
import { moneyDecimal } from '../money.ts'
import { DEFAULT_SORT, FilterText, ProductSort } from './filters.ts'
import type { ImportLists } from './imports/rows.ts'
import type { CustomValue } from './lists/schema.ts'
import type { ProductColumn } from './product-columns.ts'
import type { SourcedProduct } from './schema.ts'

const CSV = 'text/csv; charset=utf-8'
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
export const EXPORT_CONTENT_TYPES = { csv: CSV, xlsx: XLSX } as const

const commaSeparated = z
  .string()
  .max(8000)
  .transform((text) => text.split(',').filter(Boolean))

/** The products and columns of a view. */
export const ExportProducts = z.strictObject({
  search: optionalText(200),
  /** JSON of a `ProductFilter`, as in the list. */
  filter: FilterText.optional(),
  sort: ProductSort.default(DEFAULT_SORT),
  /** Only these, separated by commas. */
  ids: commaSeparated.pipe(z.array(z.uuid()).min(1).max(200)).optional(),
  /** Columns in this order, separated by commas; by default every column that an import accepts. */
  columns: commaSeparated.pipe(z.array(z.string().max(60)).min(1).max(100)).optional(),
  format: z.enum(['csv', 'xlsx']).default('csv'),
})
export type ExportProducts = z.infer<typeof ExportProducts>

export const exportsContract = {
  products: defineContract({
    method: 'GET',
    path: '/api/sourced-products/export',
    summary: 'The products of a view as a file',
    audience: 'user',
    query: ExportProducts,
    response: FileAnswer,
    file: [CSV, XLSX],
    problems: ['not_allowed'],
  }),
}

/** A cell of an export: a number stays a number in a spreadsheet; text is guarded against running as a formula. */
export type ExportCell = { text: string; number?: number }

/** Writes cells of products, lists by the names of their entries. The counterpart of `createRowReader`. */
export function createCellWriter(lists: ImportLists): (product: SourcedProduct, column: ProductColumn) => ExportCell {
  const names = new Map(
    [lists.status, lists.owners, lists.collaboration_type, lists.contact_source, lists.marketplace]
      .flat()
      .map(({ id, name }) => [id, name]),
  )
  const options = new Map(lists.fields.flatMap((field) => field.options.map(({ id, name }) => [id, name])))
  const text = (value: string | null | undefined): ExportCell => ({ text: guardCell(value ?? '') })
  const number = (value: number): ExportCell => ({ text: String(value), number: value })
  const money = (cents: number, currency: string): ExportCell => {
    const decimal = moneyDecimal(cents, currency)
    return { text: decimal, number: Number(decimal) }
  }

  return (product, { key, kind }) => {
    if (kind === 'owners') return text(product.owners.map(({ owner_id }) => names.get(owner_id) ?? '').join('; '))
    const value = fieldValue(product, key)
    if (value === null || value === undefined || value === '') return { text: '' }
    switch (kind) {
      case 'money':
      case 'custom_money':
        return typeof value === 'number' ? money(value, product.currency) : text(String(value))
      case 'decision':
        return text(value === 'sell' ? 'Sell' : 'Keep')
      case 'custom_checkbox':
        return text(value === true ? 'Yes' : 'No')
      case 'custom_select':
        return text(options.get(String(value)))
      case 'status':
      case 'collaboration_type':
      case 'contact_source':
      case 'marketplace':
        return text(names.get(String(value)))
      default:
        return typeof value === 'number' ? number(value) : text(String(value))
    }
  }
}

function fieldValue(product: SourcedProduct, key: string): CustomValue | null | undefined {
  if (key.startsWith('custom.')) return product.custom_values[key.slice('custom.'.length)]
  const value: unknown = Reflect.get(product, key)
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null
}
