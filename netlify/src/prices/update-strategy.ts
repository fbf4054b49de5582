import type { Strategy } from '#core/prices/schema.ts'
import type { UserContext } from '../context.ts'
import { wakeJobs } from '../jobs/wake-jobs.ts'
import { type StrategyChange, updateStrategyRow } from './strategies.repo.ts'

/**
 * Changes a strategy. Where it has more than a thousand listings, a job writes into the others when their next drop is
 * due; until then none of them is lowered. Throws what `updateStrategyRow` throws.
 */
export async function updateStrategy(ctx: UserContext, id: string, change: StrategyChange): Promise<Strategy> {
  const strategy = await updateStrategyRow(ctx.db, id, change, ctx.ifMatch)
  wakeJobs(ctx)
  return strategy
}
