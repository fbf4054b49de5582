import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import { listingsContract } from '#core/listings/contract.ts'
import type { BacktestStrategy } from '#core/prices/backtest.ts'
import { strategiesContract } from '#core/prices/contract.ts'
import type { PreviewStrategy } from '#core/prices/schema.ts'

export const strategyQueries = {
  /** What a saved rule, or one being written, would do to the listings. */
  preview: (asked: PreviewStrategy) =>
    queryOptions({
      queryKey: [...queryKeys.strategies, 'preview', asked],
      queryFn: ({ signal }) => api(strategiesContract.preview, { body: asked, signal }),
      placeholderData: keepPreviousData,
    }),
  /** A rule replayed over what was recorded. */
  backtest: (asked: BacktestStrategy) =>
    queryOptions({
      queryKey: [...queryKeys.strategies, 'backtest', asked],
      queryFn: ({ signal }) => api(strategiesContract.backtest, { body: asked, signal }),
      placeholderData: keepPreviousData,
      // The history changes once a day.
      staleTime: 10 * 60_000,
    }),
  /** Listings a rule can be shown on: those that use the strategy, or any with a floor. */
  examples: (strategyId: string | undefined) =>
    queryOptions({
      queryKey: [...queryKeys.listings, 'examples', strategyId],
      queryFn: ({ signal }) =>
        api(listingsContract.list, {
          query: {
            status: 'active',
            limit: 30,
            ...(strategyId ? { strategy_id: strategyId } : { has_floor: 'true' }),
          },
          signal,
        }),
      select: ({ items }) =>
        items.filter(({ floor_cents, price_cents }) => floor_cents !== null && price_cents > floor_cents),
    }),
}
