import { useInfiniteQuery } from '@tanstack/react-query'
import { CircleCheckBig, SearchX } from 'lucide-react'
import { Link } from 'react-router'
import { LoadMore } from '#app/components/load-more.tsx'
import { addresses } from '#app/lib/addresses.ts'
import { Button, buttonStyle } from '#ui/button.tsx'
import { cn } from '#ui/class-names.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { TaskGroupCard } from './task-group-card.tsx'
import { taskQueries } from './tasks.queries.ts'
import type { useTaskFilters } from './use-task-filters.ts'

/** The tasks that share a video, video by video. */
export function TaskGroups({ filtering }: { filtering: ReturnType<typeof useTaskFilters> }) {
  const list = useInfiniteQuery(taskQueries.groups(filtering.filters))
  const groups = list.data?.pages.flatMap((page) => page.groups) ?? []

  if (list.isPending) return <GroupsSkeleton />
  if (list.isError && groups.length === 0) {
    return (
      <ErrorState
        title="Your tasks could not be loaded"
        error={list.error}
        onRetry={() => void list.refetch()}
        isRetrying={list.isFetching}
      />
    )
  }
  if (groups.length === 0 && !list.isPlaceholderData) {
    return filtering.hasFilters ? (
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
  return (
    <>
      <ul
        aria-label="Tasks by video"
        aria-busy={list.isPlaceholderData}
        className={cn('flex flex-col gap-4 pb-8 transition-opacity', list.isPlaceholderData && 'opacity-60')}
      >
        {groups.map((group) => (
          <TaskGroupCard key={group.key} group={group} />
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
