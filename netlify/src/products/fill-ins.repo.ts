import { z } from 'zod'
import { MARKETPLACES, type MarketplaceCode, marketplace } from '#core/marketplaces.ts'
import type { FillInState } from '#core/products/schema.ts'
import { unwrap } from '../db/db-errors.ts'
import type { Db } from '../db/user-client.ts'

const WaitingProduct = z.object({ id: z.uuid(), asin: z.string() })
export type WaitingProduct = z.infer<typeof WaitingProduct>

export type FillInResult = {
  id: string
  /** Null: the lookup found nothing. */
  state: Exclude<FillInState, 'waiting'> | null
  error?: string
  title?: string | null
  image_url?: string | null
  brand?: string | null
  category?: string | null
}

/** The product and other waiting products of its workspace, at most `limit`; empty when the product no longer waits. */
export async function claimFillIns(db: Db, productId: string, limit: number): Promise<WaitingProduct[]> {
  const rows = unwrap(await db.rpc('claim_fill_ins', { p_product_id: productId, p_limit: limit }))
  return z.array(WaitingProduct).parse(rows)
}

/** Writes the results into the empty fields of products that still wait. */
export async function recordFillIns(db: Db, results: FillInResult[]): Promise<void> {
  unwrap(await db.rpc('record_fill_ins', { p_results: results }))
}

/** Postpones every lookup for this long, because the tokens are used up; with a workspace, only its lookups. */
export async function postponeFillIns(db: Db, seconds: number, workspaceId?: string): Promise<void> {
  const p_until = new Date(Date.now() + Math.ceil(seconds) * 1000).toISOString()
  const args = { p_until, ...(workspaceId !== undefined && { p_workspace_id: workspaceId }) }
  while (z.number().parse(unwrap(await db.rpc('postpone_fill_ins', args))) > 0);
}

/** The workspace's home marketplaces, in our order; the US when it has none. */
export async function homeMarketplaces(db: Db, workspaceId: string): Promise<MarketplaceCode[]> {
  const rows = unwrap(
    await db.from('workspace_marketplaces').select('marketplace').eq('workspace_id', workspaceId).eq('is_home', true),
  )
  const homes = new Set(rows.map((row) => row.marketplace))
  const codes = MARKETPLACES.flatMap(({ code }) => (homes.has(code) ? [code] : []))
  return codes.length > 0 ? codes : ['US']
}

/** Keepa's numbers of the workspace's home marketplaces; the US when Keepa covers none of them. */
export async function homeKeepaDomains(db: Db, workspaceId: string): Promise<number[]> {
  const domains = (await homeMarketplaces(db, workspaceId)).flatMap((code) => marketplace(code).keepa_domain_id ?? [])
  return domains.length > 0 ? domains : [1]
}

/**
 * Requests the lookup again; false when the product already waits or does not exist. Throws `not_allowed` for an
 * uploader.
 */
export async function requestFillIn(db: Db, id: string): Promise<boolean> {
  return z.boolean().parse(unwrap(await db.rpc('request_fill_in', { p_id: id })))
}
