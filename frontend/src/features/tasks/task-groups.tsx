import { useInfiniteQuery } from '@tanstack/react-query'
import { CircleCheckBig, SearchX } from 'lucide-react'
import { Link } from 'react-router'
import { ListStates } from '#app/components/data-table/list-states.tsx'
import { usePagedRows } from '#app/components/data-table/query/use-paged-rows.ts'
import { RowsList } from '#app/components/data-table/rows-list.tsx'
import { addresses } from '#app/lib/addresses.ts'
import { Button, buttonStyle } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { TaskGroupCard } from './task-group-card.tsx'
import { taskQueries } from './tasks.queries.ts'
import type { TasksFiltering } from './tasks-address.ts'

/** The tasks, grouped by video. */
export function TaskGroups({ filtering }: { filtering: TasksFiltering }) {
  const list = usePagedRows(useInfiniteQuery(taskQueries.groups(filtering.filters)), ({ groups }) => groups)
  return (
    <ListStates
      list={list}
      skeleton={<GroupsSkeleton />}
      failure="Your tasks could not be loaded"
      empty={
        filtering.hasFilters ? (
          <EmptyState
            icon={SearchX}
            title="No matching tasks"
            action={<Button onClick={filtering.clearFilters}>Clear filters</Button>}
          >
            Nothing matches this search and these filters.
          </EmptyState>
        ) : (
          <EmptyState
            icon={CircleCheckBig}
            title="Nothing to upload"
            action={
              <Link to={addresses.products({ view: 'needs_video' })} className={buttonStyle()}>
                Products that need a video
              </Link>
            }
          >
            Tasks appear when you upload a video to a product: one per ASIN and marketplace.
          </EmptyState>
        )
      }
    >
      <RowsList label="Tasks by video" isStale={list.isStale} className="flex flex-col gap-4 pb-8">
        {list.rows.map((group) => (
          <TaskGroupCard key={group.key} group={group} />
        ))}
      </RowsList>
    </ListStates>
  )
}

function GroupsSkeleton() {
  return (
    <div role="status" aria-label="Loading tasks" className="flex flex-col gap-4">
      {['a', 'b', 'c'].map((key) => (
        <div key={key} className="rounded-card border border-line">
          <div className="flex items-center gap-3 p-4">
            <Skeleton className="size-16" />
            <div className="flex flex-1 flex-col gap-2">
              <Skeleton className="h-5 w-2/3" />
              <Skeleton className="h-4 w-1/3" />
            </div>
          </div>
          <div className="h-12 border-t border-line" />
          <div className="h-12 border-t border-line" />
        </div>
      ))}
    </div>
  )
}
