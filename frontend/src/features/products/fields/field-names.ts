import type { CrmField } from '#core/products/lists/schema.ts'
import { productColumns } from '#core/products/product-columns.ts'

type NamedField = Pick<CrmField, 'id' | 'name'>

// One name for a field, on the page and in a file.
const NAMES: Record<string, string> = {
  ...Object.fromEntries(productColumns([]).map(({ key, label }) => [key, label])),
  is_archived: 'Archived',
  deleted_at: 'Trash',
}

// For people, "typed manually" belongs to the video title.
const SPOKEN_AS: Record<string, string> = { is_video_title_typed: 'video_title' }

/** The name of a product's field. A custom field's name is among `fields`, unless the field was deleted. */
export const fieldName = (field: string, fields: readonly NamedField[] = []): string =>
  NAMES[field] ??
  (field.startsWith('custom.')
    ? (fields.find(({ id }) => field === `custom.${id}`)?.name ?? 'A field of your own')
    : field)

/** The fields by their names, in the order of the page. */
export function namedFields(fields: readonly string[]): string[] {
  const order = Object.keys(NAMES)
  const place = (field: string) => (order.includes(field) ? order.indexOf(field) : order.length)
  return [...new Set(fields.map((field) => SPOKEN_AS[field] ?? field))].sort((a, b) => place(a) - place(b))
}

const LIST = new Intl.ListFormat('en-GB')

/** The fields as the middle of a sentence: `brand, notes and cost`. */
export const fieldWords = (fields: readonly string[]): string =>
  LIST.format(namedFields(fields).map((field) => fieldName(field).toLowerCase()))
