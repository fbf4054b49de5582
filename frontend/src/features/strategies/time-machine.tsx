import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { History } from 'lucide-react'
import { useState } from 'react'
import { Notice } from '#app/components/ui/notice.tsx'
import { Select } from '#app/components/ui/select.tsx'
import { useFormat } from '#app/lib/use-format.ts'
import { useSettled } from '#app/lib/use-settled.ts'
import type { Backtest } from '#core/prices/backtest.ts'
import type { Strategy } from '#core/prices/schema.ts'
import type { StrategyRule } from '#core/prices/strategies.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { BacktestTotals } from './backtest-totals.tsx'
import { ReplayedListing } from './replayed-listing.tsx'
import { strategyQueries } from './strategies.queries.ts'

const DAYS = [
  { value: '30', label: 'The last 30 days' },
  { value: '60', label: 'The last 60 days' },
  { value: '90', label: 'The last 90 days' },
  { value: '180', label: 'The last 180 days' },
  { value: '365', label: 'The last year' },
] as const
type Days = (typeof DAYS)[number]['value']

/** What the rule being written would have done with the recorded prices and sales, beside what happened. */
export function TimeMachine({ rule, strategy }: { rule: StrategyRule | null; strategy: Strategy | null }) {
  const [days, setDays] = useState<Days>('90')
  const settled = useSettled(rule && { rule, ...(strategy && { strategy_id: strategy.id }), days: Number(days) })
  const backtest = useQuery({
    ...strategyQueries.backtest(settled ?? { days: 90 }),
    enabled: settled !== null,
    placeholderData: keepPreviousData,
  })
  const { data } = backtest
  return (
    <div className="flex flex-col gap-4 py-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="max-w-prose text-muted">
          Replays this rule over the prices and sales recorded day by day, with the floors of today. Nothing is changed.
        </p>
        <Select label="Days" className="w-full md:w-48" value={days} onChange={setDays} options={DAYS} />
      </div>
      {!rule ? (
        <EmptyState icon={History} title="Complete the rule first">
          The time machine replays the rule as it stands in the form.
        </EmptyState>
      ) : data ? (
        <div className={backtest.isPlaceholderData ? 'opacity-60' : undefined} aria-busy={backtest.isPlaceholderData}>
          <Outcome backtest={data} />
        </div>
      ) : backtest.error ? (
        <ErrorState
          title="The past could not be replayed"
          error={backtest.error}
          onRetry={() => void backtest.refetch()}
          isRetrying={backtest.isFetching}
        />
      ) : (
        <div role="status" aria-label="Replaying the past" className="flex flex-col gap-4">
          <Skeleton className="h-32" />
          <Skeleton className="h-72" />
        </div>
      )}
    </div>
  )
}

function Outcome({ backtest }: { backtest: Backtest }) {
  const format = useFormat()
  const { counts, basis, totals, listings, without_history } = backtest
  if (counts.replayed === 0) {
    return (
      <EmptyState icon={History} title="There is no history to replay yet">
        Prices and quantities are recorded every day from the first sync on. Come back when there are a few days.
      </EmptyState>
    )
  }
  return (
    <div className="flex flex-col gap-4">
      {!basis.has_enough_sales && (
        <Notice tone="waiting">
          Too few sales to say ({basis.sales_seen.toLocaleString(format.locale)} of {basis.sales_needed}). The prices
          are replayed; how many would have been sold is not guessed.
        </Notice>
      )}
      {totals
        .toSorted((a, b) => b.listing_count - a.listing_count)
        .map((total) => (
          <BacktestTotals key={total.currency} total={total} basis={basis} />
        ))}
      {listings.length > 0 && <ReplayedListing listings={listings} />}
      <p className="max-w-prose text-meta text-muted">
        {format.day(backtest.from)} to {format.day(backtest.until)}, {format.count(counts.replayed, 'listing')}
        {counts.listings > counts.replayed + counts.without_history &&
          ` of ${counts.listings.toLocaleString(format.locale)}(random sample)`}
        . Sales are drawn from how often your own listings sold at how much below their first price and at what age; the
        range is what eight of ten draws keep to. It cannot know about season, adverts, competitors or photos.
      </p>
      {without_history.length > 0 && (
        <details className="text-table">
          <summary className="cursor-pointer text-muted">
            {format.count(counts.without_history, 'listing')} without enough recorded days
          </summary>
          <ul className="mt-2 columns-1 gap-6 pl-4 text-muted md:columns-2">
            {without_history.map(({ listing_id, title }) => (
              <li key={listing_id} className="truncate">
                {title}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}
