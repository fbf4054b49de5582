import { useInfiniteQuery } from '@tanstack/react-query'
import { Play } from 'lucide-react'
import { ListStates } from '#app/components/data-table/list-states.tsx'
import { usePagedRows } from '#app/components/data-table/query/use-paged-rows.ts'
import { RowsList } from '#app/components/data-table/rows-list.tsx'
import { TableSkeleton } from '#app/components/data-table/table-skeleton.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { priceHistoryQueries } from './price-history.queries.ts'
import { RunCard } from './run-card.tsx'

/** Every run with what became of its changes; one that goes on is followed. */
export function PriceRuns({ onShowChanges }: { onShowChanges: (runId: string) => void }) {
  const list = usePagedRows(useInfiniteQuery(priceHistoryQueries.runs()), ({ items }) => items)
  return (
    <ListStates
      list={list}
      skeleton={<TableSkeleton label="Loading runs" />}
      failure="The runs could not be loaded"
      empty={
        <EmptyState icon={Play} title="No run yet">
          Every four hours, a run lowers what is due by a live strategy. Each run shows what it lowered and what it
          skipped.
        </EmptyState>
      }
    >
      <RowsList label="Runs" isStale={list.isStale} className="flex flex-col gap-3 py-4">
        {list.rows.map((run) => (
          <RunCard key={run.id} run={run} onShowChanges={() => onShowChanges(run.id)} />
        ))}
      </RowsList>
    </ListStates>
  )
}
