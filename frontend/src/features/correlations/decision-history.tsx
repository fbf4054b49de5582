import { useInfiniteQuery } from '@tanstack/react-query'
import { History, Undo2 } from 'lucide-react'
import { ListStates } from '#app/components/data-table/list-states.tsx'
import { usePagedRows } from '#app/components/data-table/query/use-paged-rows.ts'
import { RowsList } from '#app/components/data-table/rows-list.tsx'
import { TableSkeleton } from '#app/components/data-table/table-skeleton.tsx'
import { RelativeTime } from '#app/components/ui/relative-time.tsx'
import { correlationQueries } from '#app/domains/correlations/correlations.queries.ts'
import { useDecide } from '#app/domains/correlations/use-decide.ts'
import { useFormat } from '#app/lib/use-format.ts'
import type { DecisionBatch } from '#core/correlations/schema.ts'
import { Badge } from '#ui/badge.tsx'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'

/** Who decided what and when; each request can be undone as a whole. */
export function DecisionHistory({ productId }: { productId: string | undefined }) {
  const list = usePagedRows(useInfiniteQuery(correlationQueries.decisions(productId)), ({ items }) => items)
  const { undo } = useDecide()
  return (
    <ListStates
      list={list}
      skeleton={<TableSkeleton label="Loading decisions" />}
      failure="The decisions could not be loaded"
      empty={
        <EmptyState icon={History} title="No decision yet">
          Every accepted or declined candidate is listed here with its person and time.
        </EmptyState>
      }
    >
      <RowsList
        label="Decisions"
        isStale={list.isStale}
        className="my-4 divide-y divide-line rounded-card border border-line"
      >
        {list.rows.map((batch) => (
          <li key={batch.batch_id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2.5 text-table">
            <Words batch={batch} />
            {batch.is_undone ? (
              <Badge>Undone</Badge>
            ) : (
              <Button
                size="small"
                variant="quiet"
                aria-label={`Undo: ${batch.asins.join(', ')}`}
                isBusy={undo.isPending && undo.variables.includes(batch.batch_id)}
                onClick={() => undo.mutate([batch.batch_id])}
              >
                <Undo2 aria-hidden="true" /> Undo
              </Button>
            )}
          </li>
        ))}
      </RowsList>
    </ListStates>
  )
}

function Words({ batch: { decision, decided_by_name, count, asins, created_at } }: { batch: DecisionBatch }) {
  const format = useFormat()
  const rest = count - asins.length
  return (
    <span className="min-w-0 flex-1">
      <span className="font-medium">
        {decision === 'accepted' ? 'Accepted' : decision === 'declined' ? 'Declined' : 'Took back'}
      </span>{' '}
      <span className="break-words tabular-nums">{asins.join(', ')}</span>
      {rest > 0 && ` and ${format.count(rest, 'other')}`}
      <span className="text-muted">
        {decided_by_name && ` · ${decided_by_name}`} · <RelativeTime instant={created_at} />
      </span>
    </span>
  )
}
