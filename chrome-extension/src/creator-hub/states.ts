import { z } from 'zod'
import { PageKind, TargetName } from '#core/creator-hub/schema.ts'
import { MarketplaceCode } from '#core/marketplaces.ts'

/** `waits`: the field appears when the person opens it, such as the search of Amazon's product picker. */
const TargetState = z.enum(['works', 'waits', 'changed'])
export type TargetState = z.infer<typeof TargetState>

/** What the script in the tab sees. `revision` grows with each change. */
export const HubState = z.discriminatedUnion('state', [
  z.object({ state: z.literal('not_this_page'), revision: z.int() }),
  z.object({
    state: z.enum(['loading', 'works', 'changed']),
    revision: z.int(),
    marketplace: MarketplaceCode,
    page: PageKind,
    /** Tells one load of a page from the next, so that a result is not shown for a page that is empty again. */
    opened_at: z.int(),
    targets: z.partialRecord(TargetName, TargetState),
    /** Of the selectors that were tested. */
    version: z.int(),
    /** Of a changed page: its shape, without any text of it. */
    shape: z.string().nullable(),
  }),
])
export type HubState = z.infer<typeof HubState>

/**
 * The result of one fill, read back from the page: `undone` when the page emptied or changed the field afterwards,
 * `not_taken` when the field holds the value and the page shows that it knows nothing of it.
 */
export const FillResult = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('filled'), value: z.string(), is_cut: z.boolean() }),
  z.object({ outcome: z.enum(['undone', 'not_taken', 'not_found', 'waits', 'other_page']) }),
])
export type FillResult = z.infer<typeof FillResult>
