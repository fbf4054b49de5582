import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { PageLayout } from '#app/components/layouts/page-layout.tsx'
import { catalogQueries } from '#app/domains/catalog/catalog.queries.ts'
import { addresses } from '#app/lib/addresses.ts'
import { ErrorState } from '#ui/error-state.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { DailyCap } from './daily-cap.tsx'
import { ForecastCalculator } from './forecast-calculator.tsx'
import { SourceCard } from './source-card.tsx'

/** What product data costs: the sources, the daily limit over all of them, and a forecast before a bulk action. */
export function BudgetPage() {
  const { data, error, isPending, isFetching, refetch } = useQuery(catalogQueries.budget())
  return (
    <PageLayout
      title="Budget"
      actions={
        <Link to={addresses.connections()} className="text-table text-muted underline underline-offset-4">
          Other services
        </Link>
      }
    >
      {isPending ? (
        <div role="status" aria-label="Loading the budget" className="grid gap-4 lg:grid-cols-2">
          <Skeleton className="h-36" />
          <Skeleton className="h-36" />
          <Skeleton className="h-72" />
          <Skeleton className="h-72" />
        </div>
      ) : data ? (
        <div className="mb-24 grid items-start gap-4 lg:grid-cols-2">
          <DailyCap budget={data} />
          <ForecastCalculator />
          {data.sources.map((status) => (
            <SourceCard key={status.source} status={status} />
          ))}
        </div>
      ) : (
        <ErrorState
          title="The budget could not be loaded"
          error={error}
          onRetry={() => void refetch()}
          isRetrying={isFetching}
        />
      )}
    </PageLayout>
  )
}
