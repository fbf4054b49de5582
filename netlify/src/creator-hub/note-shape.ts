import { z } from 'zod'
import type { PageShape } from '#core/creator-hub/schema.ts'
import { databaseUnavailable, unwrap } from '../db/db-errors.ts'
import { createServiceClient } from '../db/service-client.ts'

/**
 * Counts a shape. Passes row level security: the report comes from nobody, and the database bounds how many it keeps.
 * `is_noted` is false when it keeps no more of them.
 */
export async function noteShape(shape: PageShape): Promise<{ is_noted: boolean }> {
  const { hash, selector_version, marketplace, page } = shape
  const answer = await createServiceClient().rpc('note_creator_hub_shape', {
    p_hash: hash,
    p_selector_version: selector_version,
    p_marketplace: marketplace,
    p_page: page,
  })
  // No code: no answer came. Whether it was counted is of no concern to anyone.
  if (answer.error && !answer.error.code) throw databaseUnavailable(answer.error)
  return { is_noted: z.boolean().parse(unwrap(answer)) }
}
