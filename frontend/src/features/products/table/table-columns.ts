import { SORT_FIELDS } from '#core/products/filters.ts'
import type { CrmField } from '#core/products/lists/schema.ts'
import { type ProductColumn, productColumns } from '#core/products/product-columns.ts'
import type { ViewColumn } from '#core/products/views/schema.ts'

/** A column of the table; its id is the field's name, or `custom.<field id>`. */
export type TableColumn = Pick<ProductColumn, 'label' | 'kind'> & {
  id: string
  /** A person may edit it in its cell. */
  isEditable: boolean
  /** The API's order for this column; null when the list cannot be sorted by it. */
  sort: string | null
  isHidden: boolean
  isPinned: boolean
  width: number
}

/** Wide enough to be dragged again. */
export const MIN_WIDTH = 60
const MAX_WIDTH = 1000

/** The columns of a new table, in this order; the others follow in the order of an export. */
const ORDER = [
  'image_url',
  'title',
  'asin',
  'status_id',
  'owners',
  'collaboration_type_id',
  'contact_source_id',
  'marketplace_id',
  'decision',
  'video_count',
  'pending_task_count',
  'important_date',
  'follow_up_date',
  'cost_cents',
  'fees_cents',
  'quantity',
  'purchase_date',
  'brand',
  'category',
  'notes',
  'requirements',
]

const SHOWN_AT_FIRST = new Set([
  'image_url',
  'title',
  'asin',
  'status_id',
  'owners',
  'decision',
  'video_count',
  'pending_task_count',
  'important_date',
  'follow_up_date',
  'cost_cents',
  'updated_at',
])
const PINNED_AT_FIRST = new Set(['image_url', 'title'])

/** Images are looked up, not typed, and the ASIN identifies the product, so neither has an editable cell. */
const NOT_IN_A_CELL = new Set(['asin', 'image_url'])

/** Shown within the column of open tasks. */
const NOT_A_COLUMN = new Set(['completed_task_count'])

const WIDTHS: Record<string, number> = {
  image_url: 60,
  title: 320,
  asin: 128,
  status_id: 152,
  owners: 120,
  video_count: 128,
  pending_task_count: 168,
  quantity: 92,
  currency: 92,
  notes: 240,
  requirements: 240,
  video_title: 280,
}
const WIDTHS_OF_KINDS: Partial<Record<ProductColumn['kind'], number>> = {
  money: 112,
  custom_money: 112,
  custom_number: 112,
  custom_checkbox: 108,
  day: 132,
  custom_date: 132,
  instant: 132,
  decision: 108,
}
const USUAL_WIDTH = 168

/** Every column of this workspace's table, in the default arrangement. */
export function tableColumns(fields: readonly CrmField[]): readonly TableColumn[] {
  const shownFields = fields.filter(({ is_hidden }) => !is_hidden)
  const place = ({ key }: ProductColumn) => (ORDER.includes(key) ? ORDER.indexOf(key) : ORDER.length)
  return productColumns(shownFields)
    .filter(({ key }) => !NOT_A_COLUMN.has(key))
    .toSorted((one, other) => place(one) - place(other))
    .map(({ key, label, kind, isWritable }) => ({
      id: key,
      label: key === 'pending_task_count' ? 'Tasks' : key === 'video_count' ? 'Video' : label,
      kind,
      isEditable: isWritable && !NOT_IN_A_CELL.has(key),
      sort: sortOf(key),
      isHidden: !SHOWN_AT_FIRST.has(key) && !key.startsWith('custom.'),
      isPinned: PINNED_AT_FIRST.has(key),
      width: WIDTHS[key] ?? WIDTHS_OF_KINDS[kind] ?? USUAL_WIDTH,
    }))
}

function sortOf(key: string): string | null {
  if (key.startsWith('custom.')) return key
  const field = key === 'status_id' ? 'status' : key
  return SORT_FIELDS.find((known) => known === field) ?? null
}

/** The columns in a person's arrangement; columns that it does not name follow with their defaults. */
export function arrange(columns: readonly TableColumn[], arranged: readonly ViewColumn[]): readonly TableColumn[] {
  const byId = new Map(columns.map((column) => [column.id, column]))
  const named = arranged.flatMap(({ id, is_hidden, is_pinned, width }) => {
    const column = byId.get(id)
    byId.delete(id)
    return column ? [{ ...column, isHidden: is_hidden, isPinned: is_pinned, width: width ?? column.width }] : []
  })
  return [...named, ...byId.values()]
}

/** An arrangement as a view stores it. */
export function asViewColumns(columns: readonly TableColumn[]): ViewColumn[] {
  return columns.map(({ id, isHidden, isPinned, width }) => ({
    id,
    is_hidden: isHidden,
    is_pinned: isPinned,
    width: Math.round(Math.min(Math.max(width, MIN_WIDTH), MAX_WIDTH)),
  }))
}

/** Moves a column to another column's place. */
export function moveColumn(columns: readonly TableColumn[], id: string, toId: string): readonly TableColumn[] {
  const from = columns.findIndex((column) => column.id === id)
  const to = columns.findIndex((column) => column.id === toId)
  const moved = columns[from]
  if (!moved || to === -1) return columns
  return columns.toSpliced(from, 1).toSpliced(to, 0, moved)
}

/** Changes one column and leaves the others. */
export const changeColumn = (
  columns: readonly TableColumn[],
  id: string,
  change: Partial<Pick<TableColumn, 'isHidden' | 'isPinned' | 'width'>>,
): readonly TableColumn[] => columns.map((column) => (column.id === id ? { ...column, ...change } : column))
