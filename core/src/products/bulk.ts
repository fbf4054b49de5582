import { z } from 'zod'
import { ProductFilter } from './filters.ts'
import { ProductOperation } from './operations.ts'
import { editableInBulk, UpdateProduct } from './schema.ts'

/** At most so many products named by id; a larger selection is described by its filter. */
export const BULK_MAX_IDS = 5000
/** At most so many rows with values of their own, such as a pasted column. */
export const BULK_MAX_ROWS = 1000

/** Which products: some by id, or all that match the filter on screen. */
const BulkTarget = z.union([
  z.strictObject({ ids: z.array(z.uuid()).min(1).max(BULK_MAX_IDS) }),
  z.strictObject({
    filter: ProductFilter,
    search: z.string().trim().max(200).default(''),
    /** Products that the person deselected. */
    except_ids: z.array(z.uuid()).max(BULK_MAX_IDS).default([]),
  }),
])
export type BulkTarget = z.infer<typeof BulkTarget>

/** `set` replaces all owners, the first becoming primary; `add` keeps the existing ones. */
const OwnersChange = z.strictObject({
  operation: z.enum(['add', 'remove', 'set']),
  owner_ids: z.array(z.uuid()).max(20),
})
export type OwnersChange = z.infer<typeof OwnersChange>

/** The change of each product; at least one field. */
const BulkChange = z
  .strictObject({
    set: z
      .strictObject(editableInBulk)
      .refine((fields) => Object.keys(fields).length > 0, 'Say at least one field to set.')
      .optional(),
    /**
     * How many digits after the decimal sign the amounts of `set` have. An amount means the same in every currency: with
     * 2, 1200 is $12.00, ¥12 and KD 12.000, and a product that cannot have the amount is skipped. Without it, amounts have
     * the digits of the currency in `set`, else 2.
     */
    amount_digits: z.number().int().min(0).max(4).optional(),
    owners: OwnersChange.optional(),
    is_archived: z.boolean().optional(),
    is_deleted: z.boolean().optional(),
  })
  .refine(({ amount_digits: _, ...change }) => Object.keys(change).length > 0, 'Say what to change.')
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

/** The result of a bulk edit, which is one change set that Undo restores as one. */
export const BulkResult = z.object({
  /** Null when nothing had to change. */
  change_set_id: z.uuid().nullable(),
  changed: z.number().int(),
  /** Products that already had the values. */
  unchanged: z.number().int(),
  /** Products that were skipped, each with its reason; the others are changed. */
  failed: z.array(z.object({ product_id: z.uuid(), asin: z.string().nullable(), reason: z.string() })),
  /** The operation that still changes products; null when all are changed. */
  operation: ProductOperation.nullish(),
})
export type BulkResult = z.infer<typeof BulkResult>
