import { z } from 'zod'
import { ListQuery } from '../http/list.ts'
import { MarketplaceCode } from '../marketplaces.ts'
import { SocialNetwork } from '../social/networks.ts'
import { Instant } from '../time.ts'
import { ChangeKind } from './changes.ts'

/** Who did it: a person by name, or an automatic actor. */
const entry = {
  id: z.uuid(),
  at: Instant,
  /** `job`: scheduled or background work of ours. `integration`: a vendor's report. */
  /** The person; null for a job, an integration, or a deleted account. */
  actor_id: z.uuid().nullable(),
  actor_kind: z.enum(['person', 'job', 'integration']),
  /**
   * The person's name, the job's kind (`products.fill-in`), or the vendor (`AfterShip`); null for a deleted account.
   */
  actor_name: z.string().nullable(),
}

const Fields = z.record(z.string(), z.unknown())

/** One event of a product. */
export const ProductActivity = z.discriminatedUnion('kind', [
  z.object({
    ...entry,
    kind: z.literal('fields'),
    change_set_id: z.uuid(),
    change_kind: ChangeKind,
    /** The number of products in the whole change set: Undo restores all of them. */
    product_count: z.number().int(),
    undo_of: z.uuid().nullable(),
    undone_by: z.uuid().nullable(),
    can_undo: z.boolean(),
    /** Null when the product was added. */
    before: Fields.nullable(),
    after: Fields,
  }),
  z.object({
    ...entry,
    kind: z.enum(['shipment_added', 'shipment_removed']),
    tracking_number: z.string(),
    carrier_slug: z.string().nullable(),
  }),
  z.object({
    ...entry,
    kind: z.literal('shipment_moved'),
    tracking_number: z.string(),
    carrier_slug: z.string().nullable(),
    /** Where the shipment is now, in AfterShip's words (`ShipmentTag`). */
    tag: z.string(),
  }),
  z.object({ ...entry, kind: z.enum(['video_added', 'video_removed']), filename: z.string() }),
  z.object({
    ...entry,
    kind: z.enum(['tasks_added', 'tasks_removed']),
    task_count: z.number().int(),
    marketplaces: z.array(MarketplaceCode),
  }),
  z.object({
    ...entry,
    kind: z.enum(['task_completed', 'task_skipped', 'task_reopened']),
    asin: z.string(),
    marketplace: MarketplaceCode,
  }),
  z.object({
    ...entry,
    kind: z.enum(['post_posted', 'post_failed']),
    post_id: z.uuid(),
    network: SocialNetwork,
    /** The name of the account. */
    account: z.string(),
    /** The post on the network, as far as known. */
    permalink: z.url().nullish(),
    /** Why it failed. */
    error: z.string().nullish(),
  }),
])
export type ProductActivity = z.infer<typeof ProductActivity>

export const ActivityQuery = ListQuery.omit({ count: true })
export type ActivityQuery = z.infer<typeof ActivityQuery>
