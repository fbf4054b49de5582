import type { CrmField, CrmFieldKind } from './lists/schema.ts'

/** How a cell of a column is written and read as text. */
export type ColumnKind =
  | 'asin'
  | 'text'
  | 'decision'
  | 'status'
  | 'collaboration_type'
  | 'contact_source'
  | 'marketplace'
  | 'owners'
  | 'money'
  | 'currency'
  | 'quantity'
  | 'day'
  | `custom_${CrmFieldKind}`
  | 'instant'
  | 'count'

/** A column of a file of products. Its key is the field's name, or `custom.<field id>`. */
export type ProductColumn = {
  key: string
  /** The column's name for people; the header of an export. */
  label: string
  kind: ColumnKind
  /** A field that a person may write; the other columns are exported only. */
  isWritable: boolean
}

const column = (key: string, label: string, kind: ColumnKind, isWritable = true): ProductColumn => ({
  key,
  label,
  kind,
  isWritable,
})

const BUILT_IN: readonly ProductColumn[] = [
  column('asin', 'ASIN', 'asin'),
  column('title', 'Title', 'text'),
  column('image_url', 'Image', 'text'),
  column('brand', 'Brand', 'text'),
  column('category', 'Category', 'text'),
  column('video_title', 'Video title', 'text'),
  column('status_id', 'Status', 'status'),
  column('decision', 'Decision', 'decision'),
  column('collaboration_type_id', 'Collaboration type', 'collaboration_type'),
  column('contact_source_id', 'Contact source', 'contact_source'),
  column('marketplace_id', 'Sales channel', 'marketplace'),
  column('owners', 'Owners', 'owners'),
  column('requirements', 'Requirements', 'text'),
  column('important_date', 'Important date', 'day'),
  column('important_date_comment', 'Comment on the important date', 'text'),
  column('follow_up_date', 'Follow-up', 'day'),
  column('follow_up_note', 'Follow-up note', 'text'),
  column('cost_cents', 'Cost', 'money'),
  column('fees_cents', 'Fees', 'money'),
  column('currency', 'Currency', 'currency'),
  column('quantity', 'Quantity', 'quantity'),
  column('purchase_date', 'Purchased', 'day'),
  column('notes', 'Notes', 'text'),
  column('source', 'Source', 'text'),
  column('video_count', 'Videos', 'count', false),
  column('pending_task_count', 'Open tasks', 'count', false),
  column('completed_task_count', 'Completed tasks', 'count', false),
  column('archived_at', 'Archived', 'instant', false),
  column('created_at', 'Added', 'instant', false),
  column('updated_at', 'Changed', 'instant', false),
]

/** Every column that a file of products can have in this workspace, its custom fields last. */
export const productColumns = (fields: readonly Pick<CrmField, 'id' | 'name' | 'kind'>[]): readonly ProductColumn[] => [
  ...BUILT_IN,
  ...fields.map(({ id, name, kind }) => column(`custom.${id}`, name, `custom_${kind}`)),
]
