import { z } from 'zod'
import { ProductFilter } from './filters.ts'
import { editableInBulk, UpdateProduct } from './schema.ts'

/** At most so many products named one by one; more are meant by what they have in common. */
export const BULK_MAX_IDS = 5000
/** At most so many rows with values of their own, such as a pasted column. */
export const BULK_MAX_ROWS = 1000

/** Which products: some by id, or all that fit what is on screen. */
const BulkTarget = z.union([
  z.strictObject({ ids: z.array(z.uuid()).min(1).max(BULK_MAX_IDS) }),
  z.strictObject({
    filter: ProductFilter,
    search: z.string().trim().max(200).default(''),
    /** Taken out of the selection again by hand. */
    except_ids: z.array(z.uuid()).max(BULK_MAX_IDS).default([]),
  }),
])
export type BulkTarget = z.infer<typeof BulkTarget>

/** `set` replaces all owners, the first becoming primary; `add` leaves those who are there. */
const OwnersChange = z.strictObject({
  operation: z.enum(['add', 'remove', 'set']),
  owner_ids: z.array(z.uuid()).max(20),
})
export type OwnersChange = z.infer<typeof OwnersChange>

/** What happens to each of them; at least one of it. */
const BulkChange = z
  .strictObject({
    set: z
      .strictObject(editableInBulk)
      .refine((fields) => Object.keys(fields).length > 0, 'Say at least one field to set.')
      .optional(),
    owners: OwnersChange.optional(),
    is_archived: z.boolean().optional(),
    is_deleted: z.boolean().optional(),
  })
  .refine((change) => Object.keys(change).length > 0, 'Say what to change.')
export type BulkChange = z.infer<typeof BulkChange>

export const BulkEdit = z.union([
  z.strictObject({ target: BulkTarget, change: BulkChange }),
  /** Each row with its own values: a pasted column. */
  z.strictObject({
    rows: z
      .array(z.strictObject({ id: z.uuid(), set: UpdateProduct }))
      .min(1)
      .max(BULK_MAX_ROWS),
  }),
])
export type BulkEdit = z.infer<typeof BulkEdit>

/** What a bulk edit did; all of it is one change, undone as one. */
export const BulkResult = z.object({
  /** Null when nothing had to change. */
  change_set_id: z.uuid().nullable(),
  changed: z.number().int(),
  /** Were so already. */
  unchanged: z.number().int(),
  /** Left alone, each with its reason; the others are changed all the same. */
  failed: z.array(z.object({ product_id: z.uuid(), asin: z.string().nullable(), reason: z.string() })),
})
export type BulkResult = z.infer<typeof BulkResult>
