import { useInfiniteQuery } from '@tanstack/react-query'
import { CircleCheckBig, SearchX } from 'lucide-react'
import { useId } from 'react'
import { Link } from 'react-router'
import { ListStates } from '#app/components/data-table/list-states.tsx'
import { usePagedRows } from '#app/components/data-table/query/use-paged-rows.ts'
import { RowsList } from '#app/components/data-table/rows-list.tsx'
import { SelectLoaded } from '#app/components/data-table/select-loaded.tsx'
import { useSelection } from '#app/components/data-table/use-selection.ts'
import { addresses } from '#app/lib/addresses.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { Button, buttonStyle } from '#ui/button.tsx'
import { cn } from '#ui/class-names.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { BulkBar } from './bulk/bulk-bar.tsx'
import { useBulkTasks } from './bulk/use-bulk-tasks.ts'
import { TaskGroupCard } from './task-group-card.tsx'
import { taskQueries } from './tasks.queries.ts'
import type { TasksFiltering } from './tasks-address.ts'

/** The tasks, grouped by video; selected ones are changed together. */
export function TaskGroups({ filtering }: { filtering: TasksFiltering }) {
  const list = usePagedRows(useInfiniteQuery(taskQueries.groups(filtering.filters)), ({ groups }) => groups)
  const tasks = list.rows.flatMap((group) => group.tasks)
  const selection = useSelection(
    JSON.stringify(filtering.filters),
    tasks.map(({ id }) => id),
  )
  const format = useFormat()
  const selectAllId = useId()
  // A task that left the list in the meantime is not changed.
  const selected = tasks.filter(({ id }) => selection.isSelected(id))
  const bulk = useBulkTasks(selection.selectOnly)
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
      <label
        htmlFor={selectAllId}
        className="mb-2 inline-flex min-h-8 cursor-pointer items-center gap-2 px-4 text-table text-muted max-md:min-h-11"
      >
        <SelectLoaded selection={{ ...selection, count: selected.length }} rowsName="tasks" id={selectAllId} />
        <span aria-hidden="true">Select all {format.count(tasks.length, 'task')} below</span>
      </label>
      <RowsList
        label="Tasks by video"
        isStale={list.isStale}
        className={cn('flex flex-col gap-4', selected.length > 0 ? 'pb-24' : 'pb-8')}
      >
        {list.rows.map((group) => (
          <TaskGroupCard key={group.key} group={group} selection={selection} bulk={bulk} />
        ))}
      </RowsList>
      <BulkBar tasks={selected} selection={selection} bulk={bulk} />
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
