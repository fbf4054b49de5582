import type { AsinCorrelation, CreateCorrelation } from '#core/correlations/schema.ts'
import type { UserContext } from '../context.ts'
import { DatabaseError } from '../db/db-errors.ts'
import { getEditorWorkspaceId } from '../db/editor-workspace.ts'
import { AppError } from '../errors.ts'
import { findCorrelationId, getCorrelation, insertCorrelation } from './correlations.repo.ts'

/**
 * Adds a correlated ASIN manually, undecided. Throws `not_allowed`; `correlation_exists` with the id of an existing one.
 */
export async function createCorrelation({ db }: UserContext, correlation: CreateCorrelation): Promise<AsinCorrelation> {
  await getEditorWorkspaceId(db)
  try {
    return await getCorrelation(db, await insertCorrelation(db, correlation))
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error
    if (error.isDuplicateOf('asin_correlations_pair_idx')) {
      const existingId = await findCorrelationId(db, correlation.product_id, correlation.similar_asin)
      throw new AppError(
        'correlation_exists',
        `${correlation.similar_asin} is already correlated with this product.`,
        existingId ? { existing_id: existingId } : {},
        error,
      )
    }
    if (error.constraintMessage.includes('asin_correlations_not_itself')) {
      const message = 'This is the product itself. Enter another ASIN.'
      throw new AppError('invalid_input', message, { issues: [{ path: 'similar_asin', message }] }, error)
    }
    throw error
  }
}
