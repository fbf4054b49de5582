import { CheckCheck, SearchX } from 'lucide-react'
import { type ComponentProps, useEffect, useRef } from 'react'
import { marketplace } from '#core/marketplaces.ts'
import type { PanelTasks } from '#core/tasks/panel.ts'
import type { TaskGroup } from '#core/tasks/schema.ts'
import { MISSING_FILTER_WORDS } from '#core/tasks/words.ts'
import { Button, buttonStyle } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { OVERSCAN, useEndReached, useRowsInWindow } from '#ui/rows-in-window.ts'
import { Skeleton } from '#ui/skeleton.tsx'
import { GROUP_ROW_PX, GroupRow } from './group-row.tsx'
import type { GroupFiltering } from './use-group-filters.ts'
import type { TaskList } from './use-task-list.ts'

type GroupListProps = {
  taskList: TaskList
  groups: readonly TaskGroup[]
  filtering: GroupFiltering
  origin: string
  onOpen: (group: TaskGroup) => void
  /** The group that the person returns from; it gets the focus. */
  focusKey: string | undefined
}

/** The groups, or why there are none: loading, failed, no tasks, no matching tasks. */
export function GroupList({ taskList, groups, filtering, origin, onOpen, focusKey }: GroupListProps) {
  const { query, list } = taskList
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
  if (groups.length === 0 && query.isPending) return <GroupListSkeleton />
  if (groups.length === 0) {
    return (
      <main className="flex-1">
        {isNarrowed(filtering) ? (
          <NoResults filtering={filtering} owners={list?.owners ?? []} />
        ) : (
          <NothingToDo origin={origin} />
        )}
      </main>
    )
  }
  return (
    <main className="flex-1">
      <Groups groups={groups} onOpen={onOpen} focusKey={focusKey} taskList={taskList} />
      <ListEnd taskList={taskList} />
    </main>
  )
}

type GroupsProps = Pick<GroupListProps, 'groups' | 'onOpen' | 'focusKey' | 'taskList'>

// Thousands of videos: only the rows near the window are in the page.
function Groups({ groups, onOpen, focusKey, taskList }: GroupsProps) {
  const keyOf = (index: number) => groups[index]?.key ?? index
  const { bodyRef, virtualizer, scrollMargin } = useRowsInWindow<HTMLUListElement>(groups.length, GROUP_ROW_PX, keyOf)
  const rows = virtualizer.getVirtualItems()
  useReturnTo(virtualizer, focusKey === undefined ? -1 : groups.findIndex(({ key }) => key === focusKey))
  const { hasMore, more, loadMore } = taskList
  const isNearEnd = (rows.at(-1)?.index ?? 0) >= groups.length - OVERSCAN
  // After a failure only on request.
  useEndReached(hasMore && isNearEnd, groups.length, () => {
    if (!more.isError) loadMore()
  })
  return (
    <ul ref={bodyRef} aria-label="Videos to upload" className="relative" style={{ height: virtualizer.getTotalSize() }}>
      {rows.map(({ index, start, key }) => {
        const group = groups[index]
        if (!group) return null
        return (
          <GroupRow
            key={key}
            group={group}
            onOpen={() => onOpen(group)}
            hasFocus={group.key === focusKey}
            place={
              {
                ref: virtualizer.measureElement,
                'data-index': index,
                'aria-setsize': taskList.list?.total ?? groups.length,
                'aria-posinset': index + 1,
                style: { position: 'absolute', insetInline: 0, transform: `translateY(${start - scrollMargin}px)` },
              } as ComponentProps<'li'>
            }
          />
        )
      })}
    </ul>
  )
}

/** Scrolls once to the group that the person returns from. */
function useReturnTo(virtualizer: { scrollToIndex: (index: number, options: object) => void }, index: number) {
  const isDone = useRef(false)
  useEffect(() => {
    if (index === -1 || isDone.current) return
    isDone.current = true
    virtualizer.scrollToIndex(index, { align: 'center' })
  })
}

function ListEnd({ taskList: { hasMore, more, loadMore } }: { taskList: TaskList }) {
  if (!hasMore) return null
  return (
    <div className="flex flex-col items-center gap-1 p-3 text-meta text-muted">
      {more.isError && <p role="status">More tasks could not be loaded.</p>}
      <Button size="small" isBusy={more.isPending} onClick={loadMore}>
        {more.isError ? 'Try again' : 'Show more'}
      </Button>
    </div>
  )
}

const isNarrowed = ({ marketplace: country, owner, missing, typed }: GroupFiltering) =>
  country !== null || owner !== null || missing !== null || typed.trim() !== ''

type NoResultsProps = { filtering: GroupFiltering; owners: PanelTasks['owners'] }

function NoResults({ filtering, owners }: NoResultsProps) {
  const { marketplace: country, owner, missing, typed, clear } = filtering
  const name = owners.find(({ id }) => id === owner)?.name
  const where = country ? ` for ${marketplace(country).name}` : ''
  const whose = owner === null ? '' : name === undefined ? ' of this owner' : ` of ${name}`
  const which = missing === null ? '' : ` with “${MISSING_FILTER_WORDS[missing]}”`
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
      {which}
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
