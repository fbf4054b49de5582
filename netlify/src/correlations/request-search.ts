import type { SearchCorrelations } from '#core/correlations/searches.ts'
import { openSources } from '../catalog/sources/open-product-sources.ts'
import { requireShare } from '../connections/quotas.ts'
import type { UserContext } from '../context.ts'
import { getEditorWorkspaceId } from '../db/editor-workspace.ts'
import { wakeJobs } from '../jobs/wake-jobs.ts'
import { keepaNotConfigured } from '../products/look-up-asin.ts'
import { requestSearches } from './searches.repo.ts'

/**
 * Starts a search for each product that has none under way. Throws `not_allowed`, `product_not_found`,
 * `provider_not_configured`, `quota_exceeded`.
 */
export async function requestSearch(ctx: UserContext, { product_ids }: SearchCorrelations) {
  await getEditorWorkspaceId(ctx.db)
  if (openSources().length === 0) throw keepaNotConfigured()
  await requireShare(ctx.db, 'keepa', product_ids.length)
  const searches = await requestSearches(ctx.db, product_ids)
  wakeJobs(ctx)
  return searches
}
