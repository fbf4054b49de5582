import { z } from 'zod'
import { Instant } from '../time.ts'
import { JudgedRelation } from './evidence.ts'

/** What the search is doing, in the order in which it happens. */
export const SearchStage = z.enum(['product', 'variations', 'codes', 'candidates', 'availability', 'done'])
export type SearchStage = z.infer<typeof SearchStage>

/** One search for the other ASINs of a product. */
export const CorrelationSearch = z.object({
  id: z.uuid(),
  product_id: z.uuid(),
  search_asin: z.string(),
  state: z.enum(['waiting', 'running', 'done', 'failed', 'canceled']),
  stage: SearchStage,
  /** Candidates that are judged, of those that are known so far. */
  done: z.number().int(),
  total: z.number().int(),
  /** Candidates by what they turned out to be; filled at the end. */
  counts: z.partialRecord(JudgedRelation, z.number().int()),
  /** The parent may have more variations than the source lists; nobody can list the others. */
  is_cut: z.boolean(),
  tokens_spent: z.number().int(),
  /** Why the search waits or failed. */
  error_code: z.string().nullable(),
  error: z.string().nullable(),
  /** When a search that waits goes on. */
  retry_at: Instant.nullable(),
  created_at: Instant,
  finished_at: Instant.nullable(),
})
export type CorrelationSearch = z.infer<typeof CorrelationSearch>

/** At most so many searches in one request. */
export const SEARCH_MAX_PRODUCTS = 100

export const SearchCorrelations = z.strictObject({
  product_ids: z.array(z.uuid()).min(1).max(SEARCH_MAX_PRODUCTS),
})
export type SearchCorrelations = z.infer<typeof SearchCorrelations>
