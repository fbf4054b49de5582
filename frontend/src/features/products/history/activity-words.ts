import { shipmentWords } from '#app/domains/shipments/shipment-badge.tsx'
import { formatCount } from '#core/format.ts'
import { MARKETPLACES } from '#core/marketplaces.ts'
import type { ProductActivity } from '#core/products/activity.ts'
import type { ChangeSet } from '#core/products/changes.ts'
import type { SourcedProduct } from '#core/products/schema.ts'
import { ShipmentTag } from '#core/products/shipments/contract.ts'
import { NETWORK_NAMES } from '#core/social/networks.ts'

type FieldsEntry = Extract<ProductActivity, { kind: 'fields' }>
export type OtherEntry = Exclude<ProductActivity, FieldsEntry>

/** An event besides field changes, as a sentence without its subject. */
export function activityTitle(entry: OtherEntry, locale?: string): string {
  switch (entry.kind) {
    case 'shipment_added':
      return `Shipment ${entry.tracking_number} added`
    case 'shipment_removed':
      return `Shipment ${entry.tracking_number} no longer tracked`
    case 'shipment_moved':
      return `Shipment ${entry.tracking_number}: ${tagWords(entry.tag)}`
    case 'video_added':
      return `Video ${entry.filename} added`
    case 'video_removed':
      return `Video ${entry.filename} deleted`
    case 'tasks_added':
      return `${formatCount(entry.task_count, 'upload task', undefined, locale)} made for ${countries(entry.marketplaces)}`
    case 'tasks_removed':
      return `${formatCount(entry.task_count, 'upload task', undefined, locale)} withdrawn in ${countries(entry.marketplaces)}`
    case 'task_completed':
      return `Uploaded to Amazon ${countries([entry.marketplace])} as ${entry.asin}`
    case 'task_skipped':
      return `Upload of ${entry.asin} to Amazon ${countries([entry.marketplace])} skipped`
    case 'task_reopened':
      return `Upload of ${entry.asin} to Amazon ${countries([entry.marketplace])} reopened`
    case 'post_posted':
      return `Posted on ${NETWORK_NAMES[entry.network]} as ${entry.account}`
    case 'post_failed':
      return `The post on ${NETWORK_NAMES[entry.network]} as ${entry.account} failed`
  }
}

/** A change of fields as the history has it, for one of its products. */
export const changeOf = (entry: FieldsEntry, product: SourcedProduct): ChangeSet => ({
  id: entry.change_set_id,
  kind: entry.change_kind,
  product_count: entry.product_count,
  fields: entry.before === null ? [] : Object.keys(entry.after),
  undo_of: entry.undo_of,
  undone_by: entry.undone_by,
  can_undo: entry.can_undo,
  created_by: entry.actor_id,
  created_by_name: entry.actor_kind === 'person' ? entry.actor_name : null,
  actor: entry.actor_kind === 'person' ? null : entry.actor_name,
  created_at: entry.at,
  products: [
    {
      product_id: product.id,
      asin: product.asin,
      title: product.title,
      currency: product.currency,
      before: entry.before,
      after: entry.after,
    },
  ],
})

const LIST = new Intl.ListFormat('en-GB')
const countries = (codes: readonly string[]) =>
  LIST.format(MARKETPLACES.filter(({ code }) => codes.includes(code)).map(({ code }) => code))

const tagWords = (text: string): string => {
  const tag = ShipmentTag.safeParse(text)
  return tag.success ? shipmentWords(tag.data).toLowerCase() : text
}
