import { z } from 'zod'
import { ListQuery } from '../http/list.ts'
import { CurrencyCode } from '../money.ts'
import { Instant } from '../time.ts'

/** Why products changed: a person's edit, a bulk edit, an import, a rule, or taking one of them back. */
export const ChangeKind = z.enum(['add', 'edit', 'bulk', 'import', 'rule', 'undo'])
export type ChangeKind = z.infer<typeof ChangeKind>

/** Fields by name with their values; what they mean is in `SourcedProduct`. */
const Fields = z.record(z.string(), z.unknown())

/** One thing somebody did to products, and what it changed. */
export const ChangeSet = z.object({
  id: z.uuid(),
  kind: ChangeKind,
  product_count: z.number().int(),
  /** The fields that changed anywhere in it; empty when products were added. */
  fields: z.array(z.string()),
  /** The change this one took back. */
  undo_of: z.uuid().nullable(),
  /** The undo that took this one back. */
  undone_by: z.uuid().nullable(),
  /** It stands, and is not older than 30 days. */
  can_undo: z.boolean(),
  /** Null when no person did it. */
  created_by: z.uuid().nullable(),
  created_by_name: z.string().nullable(),
  /** The job or integration that did it, such as `AfterShip`; null for a person, and for a rule of the database. */
  actor: z.string().nullable(),
  created_at: Instant,
  /** At most five of its products. `before` is null for one that was added. */
  products: z.array(
    z.object({
      product_id: z.uuid(),
      asin: z.string(),
      title: z.string().nullable(),
      /** Of the amounts in `before` and `after`, unless it changed with them. */
      currency: CurrencyCode,
      before: Fields.nullable(),
      after: Fields,
    }),
  ),
})
export type ChangeSet = z.infer<typeof ChangeSet>

export const ChangeFilters = ListQuery.omit({ count: true }).extend({ product_id: z.uuid().optional() })
export type ChangeFilters = z.infer<typeof ChangeFilters>

/** What an undo did: `left` are the fields it did not touch because somebody changed them since. */
export const UndoneChange = z.object({
  /** The undo as a change of its own; null when everything had been changed since and nothing was done. */
  change_set_id: z.uuid().nullable(),
  reverted: z.number().int(),
  left: z.array(z.object({ product_id: z.uuid(), asin: z.string(), fields: z.array(z.string()) })),
})
export type UndoneChange = z.infer<typeof UndoneChange>
