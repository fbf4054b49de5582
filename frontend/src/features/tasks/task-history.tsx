import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { History, Link2, SearchX } from 'lucide-react'
import { ListStates } from '#app/components/data-table/list-states.tsx'
import { usePagedRows } from '#app/components/data-table/query/use-paged-rows.ts'
import { RowsList } from '#app/components/data-table/rows-list.tsx'
import { TableSkeleton } from '#app/components/data-table/table-skeleton.tsx'
import { RelativeTime } from '#app/components/ui/relative-time.tsx'
import { meQuery } from '#app/domains/accounts/me.queries.ts'
import { MarketplaceName } from '#app/domains/marketplaces/marketplace-name.tsx'
import { ProductImage } from '#app/domains/products/product-image.tsx'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { taskQueries } from './tasks.queries.ts'
import type { TasksFiltering } from './tasks-address.ts'

/** The completed uploads: what, where, when and by whom. */
export function TaskHistory({ filtering }: { filtering: TasksFiltering }) {
  const { search, marketplace, owner_id } = filtering.filters
  const filters = { ...(search && { search }), ...(marketplace && { marketplace }), ...(owner_id && { owner_id }) }
  const list = usePagedRows(useInfiniteQuery(taskQueries.history(filters)), ({ items }) => items)
  const { data: me } = useQuery(meQuery())
  return (
    <ListStates
      list={list}
      skeleton={<TableSkeleton label="Loading history" rows={6} />}
      failure="The history could not be loaded"
      empty={
        search || marketplace || owner_id ? (
          <EmptyState
            icon={SearchX}
            title="No matching uploads"
            action={<Button onClick={filtering.clearFilters}>Clear filters</Button>}
          >
            Nothing completed matches this search.
          </EmptyState>
        ) : (
          <EmptyState icon={History} title="Nothing completed yet">
            Every task you complete is listed here, with the time and who did it.
          </EmptyState>
        )
      }
    >
      <RowsList
        label="Completed tasks"
        isStale={list.isStale}
        className="divide-y divide-line border-y border-line text-table"
      >
        {list.rows.map((task) => (
          <li key={task.id} className="flex min-h-13 flex-wrap items-center gap-x-4 gap-y-1 px-2 py-2">
            <ProductImage url={task.image_url} />
            <span className="min-w-0 flex-1 basis-40">
              <span className="block truncate font-medium">{task.title ?? task.asin}</span>
              <span className="text-meta text-muted tabular-nums">{task.asin}</span>
            </span>
            <span className="sm:w-40">
              <MarketplaceName code={task.marketplace} />
            </span>
            <span className="text-muted sm:w-44">
              {task.completed_at ? <RelativeTime instant={task.completed_at} /> : 'Completed'}
              {task.completed_by &&
                ` by ${task.completed_by === me?.id ? 'you' : (task.completed_by_name ?? 'a teammate')}`}
              {task.page_url && (
                <a
                  href={task.page_url}
                  target="_blank"
                  rel="noreferrer"
                  title={task.page_url}
                  aria-label={`Page of ${task.asin} in ${task.marketplace} on Amazon, opens a new tab`}
                  className="ml-2 inline-flex items-center gap-1 underline"
                >
                  <Link2 className="size-3.5" aria-hidden="true" /> Page
                </a>
              )}
            </span>
          </li>
        ))}
      </RowsList>
    </ListStates>
  )
}
