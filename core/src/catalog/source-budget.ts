import { z } from 'zod'
import { defineContract } from '../http/contract.ts'
import { MarketplaceCode } from '../marketplaces.ts'
import { Instant } from '../time.ts'
import { SourceName } from './source-product.ts'

/** What asks a source: the features that the budget page tells apart. */
export const SourceFeature = z.enum([
  'look_up',
  'fill_in',
  'search',
  'enrichment',
  'radar',
  'placement',
  'availability',
  'quick_list',
])
export type SourceFeature = z.infer<typeof SourceFeature>

/** Tokens of Keepa, or requests to Amazon; both count as units of the workspace's one daily cap. */
export const SourceSpending = z.object({ feature: SourceFeature, units: z.number().int() })
export type SourceSpending = z.infer<typeof SourceSpending>

/**
 * `paused`: the vendor took access away and gives it back by itself; tried again at `retry_at`. `reconnect`: the vendor
 * refuses the key.
 */
export const SourceState = z.enum(['not_configured', 'working', 'paused', 'reconnect'])
export type SourceState = z.infer<typeof SourceState>

/** One source as the budget page shows it. */
export const SourceStatus = z.object({
  source: SourceName,
  state: SourceState,
  /** Where the state is not `working`; a source can be paused in one marketplace and work in another. */
  stopped_in: z.array(MarketplaceCode),
  since: Instant.nullable(),
  retry_at: Instant.nullable(),
  /** Where it is configured. */
  marketplaces: z.array(MarketplaceCode),
  /** As the source said last; null for a source without tokens, and before the first request. */
  tokens: z.object({ left: z.number().int(), refill_per_minute: z.number().int(), read_at: Instant }).nullable(),
  /** The most first. */
  spent_today: z.array(SourceSpending),
  spent_30_days: z.array(SourceSpending),
})
export type SourceStatus = z.infer<typeof SourceStatus>

/** The workspace's daily cap over all sources together, and each source. */
export const SourceBudget = z.object({
  daily_cap: z.number().int(),
  /** Today in UTC, requests that run included. May exceed the cap, because a source charges after it has answered. */
  used: z.number().int(),
  resets_at: Instant,
  sources: z.array(SourceStatus),
})
export type SourceBudget = z.infer<typeof SourceBudget>

export const sourceBudgetContract = {
  read: defineContract({
    method: 'GET',
    path: '/api/source-budget',
    summary: "The sources of product data: state, tokens, and what the workspace spent of its day's budget",
    audience: 'user',
    response: SourceBudget,
    problems: ['not_allowed'],
  }),
}
