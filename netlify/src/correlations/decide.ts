import type {
  DecideCorrelation,
  DecideCorrelations,
  DecidedCorrelation,
  DecidedCorrelations,
  UndoneDecisions,
} from '#core/correlations/schema.ts'
import type { UserContext } from '../context.ts'
import { wakeJobs } from '../jobs/wake-jobs.ts'
import { decideCorrelation, decideCorrelations, undoDecisions } from './correlations.repo.ts'

/**
 * Accepts or declines a correlated ASIN, or takes the decision back. Accepting also looks up the marketplaces of which
 * nobody knows whether the ASIN is sold there. Throws `correlation_not_found`, `not_allowed`, `invalid_input`.
 */
export async function decide(ctx: UserContext, id: string, decision: DecideCorrelation): Promise<DecidedCorrelation> {
  const answer = await decideCorrelation(ctx.db, id, decision)
  if (answer.checking > 0) wakeJobs(ctx)
  return answer
}

/** The same decision for many. Throws `not_allowed`. */
export async function decideMany(ctx: UserContext, decisions: DecideCorrelations): Promise<DecidedCorrelations> {
  const answer = await decideCorrelations(ctx.db, decisions)
  if (answer.checking > 0) wakeJobs(ctx)
  return answer
}

/** Gives the correlations of a request the decisions that they had before. Throws `already_undone`, `not_allowed`. */
export async function undo(ctx: UserContext, batchId: string): Promise<UndoneDecisions> {
  const answer = await undoDecisions(ctx.db, batchId)
  wakeJobs(ctx)
  return answer
}
