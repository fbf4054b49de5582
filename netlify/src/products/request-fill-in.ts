import type { SourcedProduct } from '#core/products/schema.ts'
import { requireShare } from '../connections/quotas.ts'
import type { UserContext } from '../context.ts'
import { wakeJobs } from '../jobs/wake-jobs.ts'
import { openKeepa } from '../providers/keepa/index.ts'
import { requestFillIn as request } from './fill-ins.repo.ts'
import { keepaNotConfigured } from './look-up-asin.ts'
import { getProduct } from './products.repo.ts'

/** Looks up the empty fields of a product again; a product that already waits keeps waiting. Throws
 * `quota_exceeded`. */
export async function requestFillIn(ctx: UserContext, id: string): Promise<SourcedProduct> {
  const before = await getProduct(ctx.db, id)
  if (!openKeepa()) throw keepaNotConfigured()
  if (before.fill_in_state === 'waiting') return before
  await requireShare(ctx.db, 'keepa', 1)
  if (!(await request(ctx.db, id))) return getProduct(ctx.db, id)
  wakeJobs(ctx)
  return getProduct(ctx.db, id)
}
