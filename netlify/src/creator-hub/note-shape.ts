import { z } from 'zod'
import type { PageShape } from '#core/creator-hub/schema.ts'
import { unwrap } from '../db/db-errors.ts'
import { createServiceClient } from '../db/service-client.ts'

/**
 * Counts a shape. Passes row level security: the report comes from nobody, and the database bounds how many it keeps.
 * `is_noted` is false when it keeps no more of them.
 */
export async function noteShape(shape: PageShape): Promise<{ is_noted: boolean }> {
  const { hash, selector_version, marketplace, page } = shape
  const is_noted = unwrap(
    await createServiceClient().rpc('note_creator_hub_shape', {
      p_hash: hash,
      p_selector_version: selector_version,
      p_marketplace: marketplace,
      p_page: page,
    }),
  )
  return { is_noted: z.boolean().parse(is_noted) }
}
