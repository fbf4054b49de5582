import { z } from 'zod'
import { parseCleanJson } from '../text.ts'
import { Day } from '../time.ts'

/** The kind of a field's value decides which operators apply to it. */
export type FilterKind = 'entry' | 'choice' | 'text' | 'number' | 'money' | 'day' | 'instant' | 'boolean'

/** The fields that filter a list of products; a custom field is `custom.<its id>`. */
export const FILTER_FIELDS = {
  status_id: 'entry',
  owner_id: 'entry',
  collaboration_type_id: 'entry',
  contact_source_id: 'entry',
  marketplace_id: 'entry',
  decision: 'choice',
  /** Of the status, independent of its name. */
  status_automation: 'choice',
  /** The status says that the product still needs work. */
  is_open: 'boolean',
  has_video: 'boolean',
  has_pending_tasks: 'boolean',
  is_archived: 'boolean',
  asin: 'text',
  title: 'text',
  brand: 'text',
  category: 'text',
  video_title: 'text',
  requirements: 'text',
  notes: 'text',
  source: 'text',
  cost_cents: 'money',
  fees_cents: 'money',
  quantity: 'number',
  important_date: 'day',
  follow_up_date: 'day',
  purchase_date: 'day',
  created_at: 'instant',
  updated_at: 'instant',
} as const satisfies Record<string, FilterKind>
export type FilterField = keyof typeof FILTER_FIELDS

/** The required type of a rule's value, by its operator. */
const OPERATORS = {
  is_any_of: z.array(z.string().max(100)).min(1).max(100),
  is_none_of: z.array(z.string().max(100)).min(1).max(100),
  contains: z.string().trim().min(1).max(200),
  not_contains: z.string().trim().min(1).max(200),
  is: z.union([z.string().max(500), z.number(), z.boolean()]),
  is_not: z.union([z.string().max(500), z.number()]),
  at_least: z.number(),
  at_most: z.number(),
  between: z.tuple([z.number(), z.number()]),
  on: Day,
  before: Day,
  after: Day,
  in_last_days: z.number().int().min(0).max(3650),
  in_next_days: z.number().int().min(0).max(3650),
  is_empty: z.undefined(),
  is_not_empty: z.undefined(),
} as const satisfies Record<string, z.ZodType>
export type FilterOperator = keyof typeof OPERATORS

/** The operators of a field, by its kind, the usual one first. Days count in the person's time zone. */
export const OPERATORS_OF = {
  entry: ['is_any_of', 'is_none_of', 'is_empty', 'is_not_empty'],
  choice: ['is_any_of', 'is_none_of', 'is_empty', 'is_not_empty'],
  text: ['contains', 'not_contains', 'is', 'is_not', 'is_empty', 'is_not_empty'],
  number: ['is', 'is_not', 'at_least', 'at_most', 'between', 'is_empty', 'is_not_empty'],
  money: ['is', 'is_not', 'at_least', 'at_most', 'between', 'is_empty', 'is_not_empty'],
  day: ['on', 'before', 'after', 'in_last_days', 'in_next_days', 'is_empty', 'is_not_empty'],
  instant: ['on', 'before', 'after', 'in_last_days'],
  boolean: ['is'],
} as const satisfies Record<FilterKind, readonly FilterOperator[]>

const CUSTOM = /^custom\.[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** One condition, such as `{field: 'cost_cents', operator: 'at_most', value: 2000}`. */
export const FilterRule = z
  .strictObject({
    field: z.string().max(60),
    operator: z.enum(Object.keys(OPERATORS) as [FilterOperator, ...FilterOperator[]]), // safe: keys of the table above
    value: z.union([z.string(), z.number(), z.boolean(), z.array(z.union([z.string(), z.number()]))]).optional(),
  })
  .superRefine(({ field, operator, value }, context) => {
    const kind = isFilterField(field) ? FILTER_FIELDS[field] : null
    if (!kind && !CUSTOM.test(field)) {
      context.addIssue({ code: 'custom', path: ['field'], message: "You can't filter by this field." })
      return
    }
    const known: readonly FilterOperator[] = kind ? OPERATORS_OF[kind] : [operator]
    if (!known.includes(operator)) {
      context.addIssue({ code: 'custom', path: ['operator'], message: `This field cannot be asked ${operator}.` })
    } else if (!OPERATORS[operator].safeParse(value).success || (kind && !fitsKind(kind, operator, value))) {
      context.addIssue({ code: 'custom', path: ['value'], message: `The value does not match ${operator}.` })
    }
  })
export type FilterRule = z.infer<typeof FilterRule>

const Match = z.enum(['all', 'any'])

const FilterGroup = z.strictObject({ match: Match, rules: z.array(FilterRule).min(1).max(30) })
export type FilterGroup = z.infer<typeof FilterGroup>

/** Conditions joined by AND (`all`) or OR (`any`); a nested group may be joined the other way. */
export const ProductFilter = z.strictObject({
  match: Match,
  rules: z.array(z.union([FilterRule, FilterGroup])).max(30),
})
export type ProductFilter = z.infer<typeof ProductFilter>

export const NO_FILTER: ProductFilter = { match: 'all', rules: [] }

/** A filter in a URL: JSON. */
export const FilterText = z
  .string()
  .max(8000)
  .transform((text, context) => {
    try {
      return parseCleanJson(text)
    } catch {
      context.addIssue({ code: 'custom', message: 'A filter is JSON.' })
      return z.NEVER
    }
  })
  .pipe(ProductFilter)

/** The fields that sort a list, besides `custom.<field id>`; empty values come last in both directions. */
export const SORT_FIELDS = [
  'created_at',
  'updated_at',
  'asin',
  'title',
  'brand',
  'category',
  'status',
  'decision',
  'video_title',
  'cost_cents',
  'fees_cents',
  'quantity',
  'important_date',
  'follow_up_date',
  'purchase_date',
] as const

/** `title` ascending, `-created_at` descending. */
export const ProductSort = z.string().refine((text) => {
  const field = text.replace(/^-/, '')
  return CUSTOM.test(field) || SORT_FIELDS.some((known) => known === field)
}, "You can't sort by this field.")

export const DEFAULT_SORT = '-created_at'

export const isFilterField = (field: string): field is FilterField => Object.hasOwn(FILTER_FIELDS, field)

// Only `is` accepts more than one type.
function fitsKind(kind: FilterKind, operator: FilterOperator, value: unknown): boolean {
  if (operator !== 'is' && operator !== 'is_not') return true
  if (kind === 'boolean') return typeof value === 'boolean'
  return typeof value === (kind === 'text' ? 'string' : 'number')
}
