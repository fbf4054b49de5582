import { z } from 'zod'
import { EBAY_CONNECTION_PROBLEMS } from '../connections/ebay.ts'
import { defineContract } from '../http/contract.ts'
import { FileAnswer } from '../http/file.ts'
import { listOf, wholeListOf } from '../http/list.ts'
import { Backtest, BacktestStrategy } from './backtest.ts'
import {
  EbaySettings,
  PreviewPrices,
  PreviewStrategy,
  PriceChange,
  PriceChangeDay,
  PriceChangeExport,
  PriceChangeFilters,
  PriceRun,
  ReducedPrices,
  ReducePrices,
  Strategy,
  StrategyPreview,
  UpdateEbaySettings,
} from './schema.ts'
import { StrategyInput } from './strategies.ts'

const params = z.strictObject({ id: z.uuid() })

/** Why one price cannot be changed at the moment. */
export const PRICE_CHANGE_PROBLEMS = [
  'change_open',
  'listing_not_active',
  'listing_has_variations',
  'listing_is_auction',
  'below_floor',
] as const

export const ebaySettingsContract = {
  get: defineContract({
    method: 'GET',
    path: '/api/ebay-settings',
    summary: 'Pause, vacation, time zone, fees and limits',
    audience: 'user',
    response: EbaySettings,
    problems: ['not_allowed'],
  }),
  update: defineContract({
    method: 'PATCH',
    path: '/api/ebay-settings',
    summary: 'Change them; Pause all price drops stops a run under way within a minute',
    audience: 'user',
    body: UpdateEbaySettings,
    response: EbaySettings,
    problems: ['not_allowed'],
  }),
}

export const strategiesContract = {
  list: defineContract({
    method: 'GET',
    path: '/api/strategies',
    summary: 'All strategies by name, with how many listings use each',
    audience: 'user',
    response: wholeListOf(Strategy),
    problems: ['not_allowed'],
  }),
  create: defineContract({
    method: 'POST',
    path: '/api/strategies',
    summary: 'Add a strategy; it is a preview until it goes live',
    audience: 'user',
    body: StrategyInput,
    response: Strategy,
    status: 201,
    problems: ['not_allowed', 'name_taken'],
    idempotent: true,
  }),
  update: defineContract({
    method: 'PATCH',
    path: '/api/strategies/:id',
    summary: 'Write the whole rule anew, pause it, or let it go live',
    audience: 'user',
    params,
    body: z.union([StrategyInput, z.strictObject({ is_active: z.boolean(), is_live: z.boolean() }).partial()]),
    response: Strategy,
    problems: ['not_allowed', 'strategy_not_found', 'name_taken'],
    versioned: true,
  }),
  remove: defineContract({
    method: 'DELETE',
    path: '/api/strategies/:id',
    summary: 'Delete a strategy no listing uses',
    audience: 'user',
    params,
    response: z.object({ id: z.uuid() }),
    problems: ['not_allowed', 'strategy_not_found', 'strategy_in_use'],
  }),
  preview: defineContract({
    method: 'POST',
    path: '/api/strategies/preview',
    summary: 'The next three price drops and the floor of each listing, as the runs would make them',
    audience: 'user',
    body: PreviewStrategy,
    response: StrategyPreview,
    problems: ['not_allowed', 'strategy_not_found'],
  }),
  backtest: defineContract({
    method: 'POST',
    path: '/api/strategies/backtest',
    summary: 'What a strategy would have done with the recorded history, beside what happened',
    audience: 'user',
    body: BacktestStrategy,
    response: Backtest,
    problems: ['not_allowed', 'strategy_not_found'],
  }),
}

/** Runs and the price history. */
export const pricesContract = {
  reduce: defineContract({
    method: 'POST',
    path: '/api/reduce-prices',
    summary: 'Reduce what is due now, or with dry_run say what that would be',
    audience: 'user',
    body: ReducePrices,
    response: ReducedPrices,
    problems: ['not_allowed', 'reductions_paused', 'price_run_running', ...EBAY_CONNECTION_PROBLEMS],
    idempotent: true,
    isQuestion: (body) => ReducePrices.safeParse(body).data?.dry_run === true,
  }),
  preview: defineContract({
    method: 'POST',
    path: '/api/reduce-prices/preview',
    summary: 'What a run would do now: a question, without a call and without a write',
    audience: 'user',
    body: PreviewPrices,
    response: ReducedPrices,
    problems: ['not_allowed'],
  }),
  runs: defineContract({
    method: 'GET',
    path: '/api/price-runs',
    summary: 'Runs with what became of their changes, newest first',
    audience: 'user',
    query: z.strictObject({
      limit: z.coerce.number().int().min(1).max(100).default(20),
      cursor: z.string().max(500).optional(),
    }),
    response: listOf(PriceRun),
    problems: ['not_allowed'],
  }),
  run: defineContract({
    method: 'GET',
    path: '/api/price-runs/:id',
    summary: 'One run with what became of its changes',
    audience: 'user',
    params,
    response: PriceRun,
    problems: ['not_allowed', 'price_run_not_found'],
  }),
  undoRun: defineContract({
    method: 'POST',
    path: '/api/price-runs/:id/undo',
    summary: 'Back to the earlier prices of everything a run changed, unless changed since',
    audience: 'user',
    params,
    response: PriceRun,
    status: 201,
    problems: ['not_allowed', 'price_run_not_found', 'price_run_running', 'cannot_undo', ...EBAY_CONNECTION_PROBLEMS],
    idempotent: true,
  }),
  list: defineContract({
    method: 'GET',
    path: '/api/price-reduction-logs',
    summary: 'Price history: every price change with its reason, newest first',
    audience: 'user',
    query: PriceChangeFilters,
    response: listOf(PriceChange),
    problems: ['not_allowed'],
  }),
  byDay: defineContract({
    method: 'GET',
    path: '/api/price-reduction-logs/by-day',
    summary: 'How much the confirmed changes among the same rows lowered and raised prices, by day and currency',
    audience: 'user',
    query: PriceChangeExport,
    response: wholeListOf(PriceChangeDay),
    problems: ['not_allowed'],
  }),
  export: defineContract({
    method: 'GET',
    path: '/api/price-reduction-logs/export',
    summary: 'The same rows as a CSV file',
    audience: 'user',
    query: PriceChangeExport,
    response: FileAnswer,
    file: ['text/csv'],
    problems: ['not_allowed'],
  }),
  undo: defineContract({
    method: 'POST',
    path: '/api/price-reduction-logs/:id/undo',
    summary: 'Back to the price before this change, unless it was changed since',
    audience: 'user',
    params,
    response: PriceChange,
    status: 201,
    problems: [
      'not_allowed',
      'price_change_not_found',
      'cannot_undo',
      ...PRICE_CHANGE_PROBLEMS,
      ...EBAY_CONNECTION_PROBLEMS,
    ],
    idempotent: true,
  }),
}
