import { useInfiniteQuery } from '@tanstack/react-query'
import { Play } from 'lucide-react'
import { TableSkeleton } from '#app/components/data-table/table-skeleton.tsx'
import { LoadMore } from '#app/components/load-more.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { ledgerQueries } from './price-history.queries.ts'
import { RunCard } from './run-card.tsx'

/** Every run with what became of its changes; one that goes on is followed. */
export function PriceRuns({ onShowChanges }: { onShowChanges: (runId: string) => void }) {
  const list = useInfiniteQuery(ledgerQueries.runs())
  const runs = list.data?.pages.flatMap((page) => page.items) ?? []
  if (list.isPending) return <TableSkeleton label="Loading runs" />
  if (list.isError && runs.length === 0) {
    return (
      <ErrorState
        title="The runs could not be loaded"
        error={list.error}
        onRetry={() => void list.refetch()}
        isRetrying={list.isFetching}
      />
    )
  }
  if (runs.length === 0) {
    return (
      <EmptyState icon={Play} title="No run yet">
        Every four hours, a run lowers what is due by a live strategy. Each run shows what it lowered and what it
        skipped.
      </EmptyState>
    )
  }
  return (
    <>
      <ul className="flex flex-col gap-3 py-4">
        {runs.map((run) => (
          <RunCard key={run.id} run={run} onShowChanges={() => onShowChanges(run.id)} />
        ))}
      </ul>
      <LoadMore
        hasMore={list.hasNextPage}
        isLoading={list.isFetchingNextPage}
        hasFailed={list.isFetchNextPageError}
        onLoad={() => void list.fetchNextPage()}
      />
    </>
  )
}
