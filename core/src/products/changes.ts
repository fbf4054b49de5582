import { z } from 'zod'
import { ListQuery } from '../http/list.ts'
import { CurrencyCode } from '../money.ts'
import { Instant } from '../time.ts'
import { ProductOperation } from './operations.ts'

/** Why products changed: a person's edit, a bulk edit, an import, an automation, or an undo. */
export const ChangeKind = z.enum(['add', 'edit', 'bulk', 'import', 'rule', 'undo'])
export type ChangeKind = z.infer<typeof ChangeKind>

/** Fields by name with their values; `SourcedProduct` says what they mean. */
const Fields = z.record(z.string(), z.unknown())

/** One action on products, and what it changed. */
export const ChangeSet = z.object({
  id: z.uuid(),
  kind: ChangeKind,
  product_count: z.number().int(),
  /** The fields that changed in any product; empty when products were added. */
  fields: z.array(z.string()),
  /** The change set that this one undid. */
  undo_of: z.uuid().nullable(),
  /** The undo of this change set. */
  undone_by: z.uuid().nullable(),
  /** The change set is complete, in effect and at most 30 days old. */
  can_undo: z.boolean(),
  /** Null when no person made the change. */
  created_by: z.uuid().nullable(),
  created_by_name: z.string().nullable(),
  /** The job or integration that made it, such as `AfterShip`; null for a person and for a rule of the database. */
  actor: z.string().nullable(),
  created_at: Instant,
  /** Entries of lists that it added, deleted, or whose options it removed. */
  entries: z
    .array(
      z.object({
        list: z.enum([
          'crm_statuses',
          'crm_owners',
          'crm_collaboration_types',
          'crm_contact_sources',
          'crm_marketplaces',
          'crm_fields',
        ]),
        name: z.string(),
        change: z.enum(['added', 'deleted', 'options']),
      }),
    )
    .optional(),
  /** At most five of its products. `before` is null for an added product. */
  products: z.array(
    z.object({
      product_id: z.uuid(),
      asin: z.string(),
      title: z.string().nullable(),
      /** The currency of the amounts in `before` and `after`, unless the change set changed it too. */
      currency: CurrencyCode,
      before: Fields.nullable(),
      after: Fields,
    }),
  ),
})
export type ChangeSet = z.infer<typeof ChangeSet>

export const ChangeFilters = ListQuery.omit({ count: true }).extend({ product_id: z.uuid().optional() })
export type ChangeFilters = z.infer<typeof ChangeFilters>

/** The result of an undo: `left` are the fields that it kept because they were changed later. */
export const UndoneChange = z.object({
  /** The undo as its own change set; null when every field was changed later and nothing was restored. */
  change_set_id: z.uuid().nullable(),
  reverted: z.number().int(),
  /** At most a thousand of `left_count`. */
  left: z.array(z.object({ product_id: z.uuid(), asin: z.string(), fields: z.array(z.string()) })),
  left_count: z.number().int().optional(),
  /** The operation that still restores products; null when all are restored. */
  operation: ProductOperation.nullish(),
})
export type UndoneChange = z.infer<typeof UndoneChange>
