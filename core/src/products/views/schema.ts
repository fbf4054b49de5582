import { z } from 'zod'
import { givenName } from '../../text.ts'
import { Instant } from '../../time.ts'
import { DEFAULT_SORT, NO_FILTER, ProductFilter, ProductSort } from '../filters.ts'

/** A column of the table as a person arranged it; its id is the field's name, or `custom.<field id>`. */
export const ViewColumn = z.strictObject({
  id: z.string().max(60),
  is_hidden: z.boolean().default(false),
  is_pinned: z.boolean().default(false),
  /** In pixels; without it the column has its default width. */
  width: z.number().int().min(40).max(1000).optional(),
})
export type ViewColumn = z.infer<typeof ViewColumn>

/** How a list of products is shown: its filter, order and appearance. */
export const ViewState = z.strictObject({
  layout: z.enum(['table', 'board']).default('table'),
  search: z.string().trim().max(200).default(''),
  filter: ProductFilter.default(NO_FILTER),
  sort: ProductSort.default(DEFAULT_SORT),
  /** In their order; columns that it does not name follow with their defaults. */
  columns: z.array(ViewColumn).max(100).default([]),
})
export type ViewState = z.infer<typeof ViewState>

export const SavedView = z.object({
  id: z.uuid(),
  name: z.string(),
  /** Everyone in the workspace sees the view; only its creator changes it. */
  is_shared: z.boolean(),
  is_mine: z.boolean(),
  created_by_name: z.string().nullable(),
  state: ViewState,
  created_at: Instant,
  updated_at: Instant,
})
export type SavedView = z.infer<typeof SavedView>

const Name = givenName(60, { missing: 'Give the view a name.' })

export const CreateSavedView = z.strictObject({ name: Name, is_shared: z.boolean().default(false), state: ViewState })
export type CreateSavedView = z.infer<typeof CreateSavedView>

export const UpdateSavedView = z
  .strictObject({ name: Name.optional(), is_shared: z.boolean().optional(), state: ViewState.optional() })
  .refine((changes) => Object.keys(changes).length > 0, 'Say at least one field to change.')
export type UpdateSavedView = z.infer<typeof UpdateSavedView>

export type BuiltInView = { key: string; name: string; state: ViewState }

const built = (key: string, name: string, rules: ProductFilter['rules'], sort = DEFAULT_SORT): BuiltInView => ({
  key,
  name,
  state: ViewState.parse({ filter: { match: 'all', rules }, sort }),
})

/** The views of every workspace. Their filters use the automation of statuses, never the names. */
export const BUILT_IN_VIEWS: readonly BuiltInView[] = [
  built('all', 'All', []),
  built('open', 'Open items', [{ field: 'is_open', operator: 'is', value: true }]),
  built('delivered', 'Delivered', [
    { field: 'status_automation', operator: 'is_any_of', value: ['shipment_delivered'] },
  ]),
  built('needs_video', 'Needs video', [{ field: 'has_video', operator: 'is', value: false }]),
  built(
    'follow_ups_due',
    'Follow-ups due',
    [{ field: 'follow_up_date', operator: 'in_last_days', value: 3650 }],
    'follow_up_date',
  ),
]

/** A built-in view's key or a saved view's id. */
export const ViewKey = z.union([
  z.uuid(),
  z.string().refine((text) => BUILT_IN_VIEWS.some(({ key }) => key === text), "We can't find this view."),
])
export type ViewKey = z.infer<typeof ViewKey>
