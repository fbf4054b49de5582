import { z } from 'zod'
import {
  QUICK_LIST_NEEDS,
  QuickList,
  QuickListCheck,
  QuickListFacts,
  QuickListSettings,
  type UpdateQuickListSettings,
} from '#core/quick-list/schema.ts'
import { rowsAsStored } from '../cursor.ts'
import { unwrap } from '../db/db-errors.ts'
import { presentFields } from '../db/present-fields.ts'
import type { Db } from '../db/user-client.ts'
import { AppError } from '../errors.ts'

const SETTINGS = Object.keys(QuickListSettings.shape).join(', ')

/** The quick list settings of the caller's workspace. */
export async function getQuickListSettings(db: Db): Promise<QuickListSettings> {
  return QuickListSettings.parse(unwrap(await db.from('ebay_settings').select(SETTINGS).single()))
}

/** Throws `not_allowed`. */
export async function writeQuickListSettings(
  db: Db,
  workspaceId: string,
  change: UpdateQuickListSettings,
): Promise<QuickListSettings> {
  const query = db.from('ebay_settings').update(presentFields(change)).eq('workspace_id', workspaceId)
  const row: unknown = unwrap(await query.select(SETTINGS).maybeSingle())
  if (!row) throw new AppError('not_allowed')
  return QuickListSettings.parse(row)
}

const Prepared = z.object({
  workspace_id: z.uuid(),
  sku: z.string(),
  is_running: z.boolean(),
  // An earlier check refused attempts without these values.
  settings: QuickListSettings.extend(
    Object.fromEntries(QUICK_LIST_NEEDS.map((need) => [need, z.string()])) as Record<
      (typeof QUICK_LIST_NEEDS)[number],
      z.ZodString
    >, // safe: one entry for each of the names
  ),
  product: QuickListCheck.shape.product,
  facts: QuickListFacts.nullable(),
})
export type Prepared = z.infer<typeof Prepared>

/**
 * The defaults of a listing for that ASIN, and its stored facts. Throws the first obstacle: `not_allowed`,
 * `ebay_not_connected`, `ebay_reconnect`, `quick_list_not_ready`, `sku_live`.
 */
export async function prepareQuickList(db: Db, asin: string): Promise<Prepared> {
  return Prepared.parse(unwrap(await db.rpc('prepare_quick_list', { p_asin: asin })))
}

/** Stores the looked-up facts for a day. */
export async function keepFacts(db: Db, asin: string, facts: QuickListFacts): Promise<void> {
  unwrap(await db.rpc('keep_quick_list_facts', { p_asin: asin, p_facts: facts }))
}

/**
 * What eBay receives, except for the parts that each attempt changes. Stored with the attempt, so that repeating a step
 * sends the same.
 */
export const QuickListPlan = z.object({
  item: z.object({
    condition: z.string(),
    quantity: z.number().int(),
    title: z.string(),
    aspects: z.record(z.string(), z.array(z.string())),
    image_urls: z.array(z.string()),
    brand: z.string().nullable(),
    mpn: z.string().nullable(),
    upc: z.string().nullable(),
    ean: z.string().nullable(),
  }),
  offer: z.object({
    marketplace_id: z.string(),
    category_id: z.string(),
    quantity: z.number().int(),
    price_cents: z.number().int(),
    currency: z.string(),
    description_html: z.string(),
    fulfillment_policy_id: z.string(),
    payment_policy_id: z.string(),
    return_policy_id: z.string(),
    merchant_location_key: z.string(),
  }),
})
export type QuickListPlan = z.infer<typeof QuickListPlan>

type Request = { asin: string; input: object; plan: QuickListPlan; picture_url: string | null }

/**
 * Stores the attempt and requests its job; answers its id. Throws what `prepareQuickList` throws, `quick_list_running`,
 * `strategy_not_found`, `product_not_found`.
 */
export async function requestQuickList(db: Db, { asin, input, plan, picture_url }: Request): Promise<string> {
  const args = { p_asin: asin, p_input: { ...input }, p_plan: plan, ...(picture_url && { p_picture_url: picture_url }) }
  return z.uuid().parse(unwrap(await db.rpc('request_quick_list', args)))
}

/** The newest attempts. Throws `not_allowed`. */
export async function listQuickLists(db: Db, limit: number): Promise<QuickList[]> {
  return rowsAsStored<QuickList>().parse(unwrap(await db.rpc('list_quick_lists', { p_limit: limit })))
}

/** Throws `quick_list_not_found`, `not_allowed`. */
export async function getQuickList(db: Db, id: string): Promise<QuickList> {
  const rows = z.array(QuickList).parse(unwrap(await db.rpc('list_quick_lists', { p_limit: 1, p_id: id })))
  const [row] = rows
  if (!row) throw new AppError('quick_list_not_found', "We can't find this try in your workspace.")
  return row
}
