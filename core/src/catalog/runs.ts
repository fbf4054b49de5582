import { z } from 'zod'
import { MarketplaceCode } from '../marketplaces.ts'
import { Instant } from '../time.ts'

/**
 * Work that asks sources about many ASINs. `radar`: where products with a video are sold, and how many influencer videos
 * are there. `placement`: whether completed uploads are seen. `enrichment`: titles and images of imported ASINs.
 */
export const CatalogRunKind = z.enum(['radar', 'placement', 'enrichment'])
export type CatalogRunKind = z.infer<typeof CatalogRunKind>

export const CatalogRun = z.object({
  id: z.uuid(),
  kind: CatalogRunKind,
  state: z.enum(['waiting', 'running', 'done', 'failed', 'canceled']),
  done: z.number().int(),
  total: z.number().int(),
  /** Tokens of Keepa and requests to Amazon. */
  tokens_spent: z.number().int(),
  /** Why the run waits or failed. */
  error_code: z.string().nullable(),
  error: z.string().nullable(),
  /** When a run that waits goes on. */
  retry_at: Instant.nullable(),
  created_at: Instant,
  finished_at: Instant.nullable(),
})
export type CatalogRun = z.infer<typeof CatalogRun>

const Scope = {
  /** Where the radar looks; every marketplace with a source by default. */
  marketplaces: z.array(MarketplaceCode).min(1).max(10).optional(),
  /** Which products the radar looks for; all with a video by default. */
  product_ids: z.array(z.uuid()).min(1).max(500).optional(),
}

export const StartCatalogRun = z.strictObject({ kind: CatalogRunKind, ...Scope })
export type StartCatalogRun = z.infer<typeof StartCatalogRun>

/** What a run would ask and cost now. Stored answers that are young enough cost nothing. */
export const CatalogRunForecast = z.object({
  /** Pairs of ASIN and marketplace. */
  total: z.number().int(),
  stored: z.number().int(),
  tokens_low: z.number().int(),
  tokens_high: z.number().int(),
  /** Until the tokens are there; null when the account is not known yet. */
  wait_minutes: z.number().nullable(),
  /** Units that the workspace has left today. */
  left_today: z.number().int(),
})
export type CatalogRunForecast = z.infer<typeof CatalogRunForecast>
