import { z } from 'zod'

/** The time for one answer: an operation that takes longer continues in the background. */
export const OPERATION_ANSWER_MS = 6_000

/**
 * A change of many products, in chunks that all belong to one change set. While it runs, the numbers count its finished
 * chunks.
 */
export const ProductOperation = z.object({
  id: z.uuid(),
  kind: z.enum(['undo', 'bulk', 'delete_entry', 'move_options', 'retitle']),
  /** `failed`: it stopped for good; the same request again continues it. */
  state: z.enum(['running', 'done', 'failed']),
  /** Products gone through, of `total`. */
  done: z.number().int(),
  total: z.number().int(),
  /** Products that changed. */
  changed: z.number().int(),
  /** Null when no product changed. */
  change_set_id: z.uuid().nullable(),
  error: z.string().nullable(),
  /** `undo`: the first thousand products of which fields were left alone, and how many there are. */
  left: z.array(z.object({ product_id: z.uuid(), asin: z.string(), fields: z.array(z.string()) })).default([]),
  left_count: z.number().int().default(0),
  /** `bulk`: the first thousand products that were skipped, each with its reason, and how many there are. */
  failed: z.array(z.object({ product_id: z.uuid(), asin: z.string(), reason: z.string() })).default([]),
  failed_count: z.number().int().default(0),
})
export type ProductOperation = z.infer<typeof ProductOperation>
