import { type UseInfiniteQueryResult, useQuery } from '@tanstack/react-query'
import { CheckCheck, SearchX } from 'lucide-react'
import { marketplace } from '#core/marketplaces.ts'
import type { TaskGroup } from '#core/tasks/schema.ts'
import { Button, buttonStyle } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { GroupRow } from './group-row.tsx'
import { panelQueries } from './panel-queries.ts'
import type { GroupFiltering } from './use-group-filters.ts'

type GroupListProps = {
  query: UseInfiniteQueryResult
  groups: readonly TaskGroup[]
  filtering: GroupFiltering
  origin: string
  onOpen: (group: TaskGroup) => void
  /** The group that the person returns from; it gets the focus. */
  focusKey: string | undefined
}

/** The groups, or why there are none: loading, failed, no tasks, no matching tasks. */
export function GroupList({ query, groups, filtering, origin, onOpen, focusKey }: GroupListProps) {
  if (query.isPending) return <GroupListSkeleton />
  if (query.isError && groups.length === 0) {
    return (
      <main className="flex-1">
        <ErrorState
          room="panel"
          title="The tasks could not be loaded"
          error={query.error}
          onRetry={() => void query.refetch()}
          isRetrying={query.isFetching}
        />
      </main>
    )
  }
  if (groups.length === 0) {
    return (
      <main className="flex-1">
        {isNarrowed(filtering) ? <NoResults filtering={filtering} /> : <NothingToDo origin={origin} />}
      </main>
    )
  }
  return (
    <main className="flex-1">
      <ul aria-label="Videos to upload" className="divide-y divide-line">
        {groups.map((group) => (
          <GroupRow key={group.key} group={group} onOpen={() => onOpen(group)} hasFocus={group.key === focusKey} />
        ))}
      </ul>
      {query.hasNextPage && (
        <div className="p-3 text-center">
          <Button size="small" isBusy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
    </main>
  )
}

const isNarrowed = ({ marketplace: country, owner, typed }: GroupFiltering) =>
  country !== null || owner !== null || typed.trim() !== ''

function NoResults({ filtering }: { filtering: GroupFiltering }) {
  const { marketplace: country, owner, typed, clear } = filtering
  const { data: owners } = useQuery(panelQueries.owners())
  const name = owners?.find(({ id }) => id === owner)?.name
  const where = country ? ` for ${marketplace(country).name}` : ''
  const whose = owner === null ? '' : name === undefined ? ' of this owner' : ` of ${name}`
  const what = typed.trim() ? ` that match “${typed.trim()}”` : ''
  return (
    <EmptyState
      room="panel"
      icon={SearchX}
      title="No tasks here"
      action={<Button onClick={clear}>Show all tasks</Button>}
    >
      There are no tasks to do{whose}
      {where}
      {what}.
    </EmptyState>
  )
}

function NothingToDo({ origin }: { origin: string }) {
  return (
    <EmptyState
      room="panel"
      icon={CheckCheck}
      title="Nothing to upload"
      action={
        <a className={buttonStyle()} href={`${origin}/products`} target="_blank" rel="noreferrer">
          Open the dashboard
        </a>
      }
    >
      Tasks appear here as soon as a product has a video. Add one on the dashboard.
    </EmptyState>
  )
}

const SKELETON_ROWS = ['a', 'b', 'c', 'd', 'e']

function GroupListSkeleton() {
  return (
    <main className="flex-1" aria-busy="true">
      <p role="status" className="sr-only">
        Loading the tasks
      </p>
      <ul className="divide-y divide-line" aria-hidden="true">
        {SKELETON_ROWS.map((row) => (
          <li key={row} className="flex h-[88px] gap-3 p-3">
            <Skeleton className="size-14" />
            <span className="flex flex-1 flex-col gap-2 pt-0.5">
              <Skeleton className="h-4 w-3/4" />
              <Skeleton className="h-3 w-1/2" />
              <Skeleton className="h-4 w-2/3" />
            </span>
          </li>
        ))}
      </ul>
    </main>
  )
}
