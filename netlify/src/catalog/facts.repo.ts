import { z } from 'zod'
import type { SourceProduct } from '#core/catalog/source-product.ts'
import { MarketplaceCode } from '#core/marketplaces.ts'
import { unwrap } from '../db/db-errors.ts'
import type { Db } from '../db/user-client.ts'

// Both functions take the `serviceDb` only.

const StaleFacts = z.array(z.object({ asin: z.string(), marketplace: MarketplaceCode }))

/** ASINs of accepted correlations and marketplaces where nobody has looked for a week, the unknown ones first. */
export async function listStaleFacts(serviceDb: Db, workspaceId: string, limit: number) {
  return StaleFacts.parse(
    unwrap(await serviceDb.rpc('list_stale_facts', { p_workspace_id: workspaceId, p_limit: limit })),
  )
}

/** Stores what sources said. Answers the number of tasks that the news created. */
export async function recordFacts(
  serviceDb: Db,
  workspaceId: string,
  products: readonly SourceProduct[],
): Promise<number> {
  if (products.length === 0) return 0
  const answer = await serviceDb.rpc('record_asin_facts', {
    p_workspace_id: workspaceId,
    p_facts: products.map(toFacts),
  })
  return z.number().parse(unwrap(answer))
}

function toFacts(product: SourceProduct) {
  const { state, reasons, observed_at } = product.availability
  const isAbsent = product.kind === 'invalid' || product.kind === 'parent'
  return {
    asin: product.asin,
    marketplace: product.marketplace,
    availability: isAbsent ? 'unavailable' : state,
    availability_reasons: isAbsent ? ['not_listed'] : [...reasons],
    source: product.source,
    observed_at,
    checked_at: product.read_at,
    sales_rank: product.sales_rank,
    influencer_videos: product.videos?.filter(({ creator }) => creator === 'Influencer').length ?? null,
    videos_checked_at: product.videos === null ? null : (product.videos_read_at ?? product.read_at),
  }
}
