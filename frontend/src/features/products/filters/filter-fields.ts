import { FILTER_FIELDS, type FilterKind, type FilterOperator, OPERATORS_OF } from '#core/products/filters.ts'
import type { CrmFieldKind } from '#core/products/lists/schema.ts'
import { type Choice, choicesOf, type ProductLists } from '../product-lists.ts'

/** A field that can filter a list. */
export type FilterableField = {
  /** A filter field, or `custom.<field id>`. */
  field: string
  label: string
  kind: FilterKind
  /** The options of a value; null when it is typed. */
  choices: readonly Choice[] | null
}

const LABELS: Record<keyof typeof FILTER_FIELDS, string> = {
  status_id: 'Status',
  owner_id: 'Owner',
  collaboration_type_id: 'Collaboration type',
  contact_source_id: 'Contact source',
  marketplace_id: 'Sales channel',
  decision: 'Decision',
  status_automation: 'Kind of status',
  is_open: 'Open items',
  has_video: 'Has a video',
  has_pending_tasks: 'Has tasks to do',
  is_archived: 'Archived',
  asin: 'ASIN',
  title: 'Title',
  brand: 'Brand',
  category: 'Category',
  video_title: 'Video title',
  requirements: 'Requirements',
  notes: 'Notes',
  source: 'Source',
  cost_cents: 'Cost',
  fees_cents: 'Fees',
  quantity: 'Quantity',
  important_date: 'Important date',
  follow_up_date: 'Follow-up',
  purchase_date: 'Purchased',
  created_at: 'Added',
  updated_at: 'Changed',
}

const KINDS: Record<CrmFieldKind, FilterKind> = {
  text: 'text',
  url: 'text',
  number: 'number',
  money: 'money',
  date: 'day',
  select: 'entry',
  checkbox: 'boolean',
}

const AUTOMATIONS: readonly Choice[] = [
  ['shipment_in_transit', 'In transit'],
  ['shipment_delivered', 'Delivered'],
  ['video_made', 'Video made'],
  ['catalog_imported', 'Imported'],
  ['listed', 'Listed'],
  ['sold', 'Sold'],
].map(([id = '', name = '']) => ({ id, name, color: null, is_hidden: false }))

/** Every field that can filter the products of this workspace, custom fields last. */
export function filterableFields(lists: ProductLists): readonly FilterableField[] {
  const known = Object.entries(FILTER_FIELDS).map(([field, kind]) => ({
    field,
    label: LABELS[field as keyof typeof FILTER_FIELDS], // safe: a key of that very table
    kind,
    choices: field === 'status_automation' ? AUTOMATIONS : choicesOf(field, lists),
  }))
  const own = lists.fields
    .filter(({ is_hidden }) => !is_hidden)
    .map(({ id, name, kind }) => ({
      field: `custom.${id}`,
      label: name,
      kind: KINDS[kind],
      choices: choicesOf(`custom.${id}`, lists),
    }))
  return [...known, ...own]
}

const OPERATOR_WORDS: Record<FilterOperator, string> = {
  is_any_of: 'is any of',
  is_none_of: 'is none of',
  contains: 'contains',
  not_contains: 'does not contain',
  is: 'is',
  is_not: 'is not',
  at_least: 'at least',
  at_most: 'at most',
  between: 'between',
  on: 'on',
  before: 'before',
  after: 'after',
  in_last_days: 'in the last days',
  in_next_days: 'in the next days',
  is_empty: 'is empty',
  is_not_empty: 'is not empty',
}

/** The operators of a field, with their labels. */
export const operatorsOf = ({ kind }: FilterableField): readonly { value: FilterOperator; label: string }[] =>
  OPERATORS_OF[kind].map((value) => ({ value, label: OPERATOR_WORDS[value] }))

export const operatorWords = (operator: FilterOperator): string => OPERATOR_WORDS[operator]
