import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { Image, SearchX } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useParams } from 'react-router'
import { ListStates } from '#app/components/data-table/list-states.tsx'
import { usePagedRows } from '#app/components/data-table/query/use-paged-rows.ts'
import { RowsList } from '#app/components/data-table/rows-list.tsx'
import { TableSkeleton } from '#app/components/data-table/table-skeleton.tsx'
import { BackLink } from '#app/components/layouts/back-link.tsx'
import { PageLayout } from '#app/components/layouts/page-layout.tsx'
import { Tabs } from '#app/components/ui/tabs.tsx'
import { queryKeys } from '#app/domains/query-keys.ts'
import { addresses } from '#app/lib/addresses.ts'
import { ApiError } from '#core/http/client.ts'
import type { ThumbnailRun, ThumbnailRunItem } from '#core/thumbnails/schema.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { Progress } from '#ui/progress.tsx'
import { thumbnailQueries } from '../thumbnails.queries.ts'
import { RunItemCard } from './run-item-card.tsx'
import { doneOf, runCounts, runTitle } from './run-words.ts'

/** A run with its progress, and each thumbnail before and after. */
export function RunPage() {
  const { id = '' } = useParams()
  const { data: run, error, isFetching, refetch } = useQuery(thumbnailQueries.run(id))
  if (!run) {
    const isGone = error instanceof ApiError && error.is('thumbnail_run_not_found')
    return (
      <PageLayout title="Thumbnails" toolbar={<Back />}>
        {isGone ? (
          <EmptyState icon={SearchX} title="We can't find this run">
            Runs are kept for 30 days.
          </EmptyState>
        ) : error ? (
          <ErrorState
            title="The run could not be loaded"
            error={error}
            onRetry={() => void refetch()}
            isRetrying={isFetching}
          />
        ) : (
          <TableSkeleton label="Loading the run" rows={4} />
        )}
      </PageLayout>
    )
  }
  return (
    <PageLayout title={runTitle(run)} toolbar={<Back />}>
      <Heading run={run} />
      <Items run={run} />
    </PageLayout>
  )
}

function Heading({ run }: { run: ThumbnailRun }) {
  const isRunning = run.state === 'running'
  return (
    <div className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-2" aria-live="polite">
      {isRunning && (
        <Progress
          value={doneOf(run)}
          max={run.total}
          label="Thumbnails made"
          words={`${doneOf(run)} of ${run.total}`}
          className="w-56"
        />
      )}
      <span className="text-muted tabular-nums">
        {isRunning ? `${doneOf(run)} of ${run.total} · ` : ''}
        {runCounts(run)}
        {isRunning && '. It continues when you leave this page.'}
      </span>
    </div>
  )
}

type Shown = 'all' | 'failed'

function Items({ run }: { run: ThumbnailRun }) {
  const queryClient = useQueryClient()
  const [shown, setShown] = useState<Shown>('all')
  const state: ThumbnailRunItem['state'] | undefined = shown === 'failed' ? 'failed' : undefined
  const list = usePagedRows(useInfiniteQuery(thumbnailQueries.runItems(run.id, state)), ({ items }) => items)
  const done = doneOf(run)
  // The pictures of what was made since the last reading.
  useEffect(() => {
    if (done > 0) void queryClient.invalidateQueries({ queryKey: [...queryKeys.thumbnails, 'run-items', run.id] })
  }, [queryClient, run.id, done])
  return (
    <Tabs
      label="Thumbnails"
      value={shown}
      onChange={setShown}
      tabs={[
        { value: 'all', label: `All ${run.total}` },
        { value: 'failed', label: `Failed ${run.failed}` },
      ]}
    >
      <ListStates
        list={list}
        skeleton={<TableSkeleton label="Loading thumbnails" />}
        failure="The thumbnails could not be loaded"
        empty={
          <EmptyState icon={Image} title={shown === 'failed' ? 'Nothing failed' : 'Nothing to make'}>
            {shown === 'failed'
              ? 'Every thumbnail of this run was made.'
              : 'Every thumbnail was of the newest version.'}
          </EmptyState>
        }
      >
        <RowsList label="Thumbnails" isStale={list.isStale} className="flex flex-col gap-3 py-4">
          {list.rows.map((item) => (
            <RunItemCard key={item.id} item={item} />
          ))}
        </RowsList>
      </ListStates>
    </Tabs>
  )
}

const Back = () => <BackLink to={addresses.thumbnails()}>All templates</BackLink>
