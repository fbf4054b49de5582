import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Play } from 'lucide-react'
import { type ReactNode, useEffect, useEffectEvent, useRef } from 'react'
import { Notice } from '#app/components/ui/notice.tsx'
import { RelativeTime } from '#app/components/ui/relative-time.tsx'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { catalogContract } from '#core/catalog/contract.ts'
import type { CatalogRun, CatalogRunForecast, StartCatalogRun } from '#core/catalog/runs.ts'
import { Button } from '#ui/button.tsx'
import { Progress } from '#ui/progress.tsx'
import { showFailure } from '#ui/toasts/notify.ts'
import { catalogQueries, isUnderWay } from './catalog.queries.ts'

type RunPanelProps = {
  run: StartCatalogRun
  /** "Look at Amazon now". */
  label: string
  /** What a run does, in a sentence. */
  children: ReactNode
  /** What the run changes on the page. */
  refreshes: readonly (readonly string[])[]
}

/** The cost of a run before it starts, its progress while it runs, and how the last one ended. */
export function RunPanel({ run, label, children, refreshes }: RunPanelProps) {
  const queryClient = useQueryClient()
  const { data: latest } = useQuery(catalogQueries.latestRun(run.kind))
  const isRunning = latest != null && isUnderWay(latest)
  const { data: forecast, error } = useQuery({ ...catalogQueries.forecast(run), enabled: !isRunning })
  const start = useMutation({
    mutationFn: () => api(catalogContract.startRun, { body: run, idempotencyKey: crypto.randomUUID() }),
    onError: (failure) => showFailure('The run was not started.', failure),
    onSettled: () => queryClient.invalidateQueries({ queryKey: [...queryKeys.catalog, 'runs', run.kind] }),
  })
  const doneCount = latest?.done
  const before = useRef(doneCount)
  const refresh = useEffectEvent(() => {
    for (const queryKey of refreshes) void queryClient.invalidateQueries({ queryKey })
  })
  // What the run has found so far is shown while it goes on.
  useEffect(() => {
    if (before.current !== doneCount || !isRunning) refresh()
    before.current = doneCount
  }, [doneCount, isRunning])

  return (
    <section
      aria-label={label}
      className="mb-4 flex flex-wrap items-center gap-x-6 gap-y-3 rounded-card border border-line bg-sunken p-3"
    >
      <div className="min-w-0 flex-1 basis-72 text-table">
        {isRunning ? (
          <Running run={latest} />
        ) : (
          <Before forecast={forecast} error={error} last={latest}>
            {children}
          </Before>
        )}
      </div>
      {!isRunning && (
        <Button
          className="max-md:h-11"
          onClick={() => start.mutate()}
          isBusy={start.isPending}
          disabled={forecast === undefined || forecast.total === 0}
        >
          <Play aria-hidden="true" /> {label}
        </Button>
      )}
    </section>
  )
}

type BeforeProps = {
  forecast: CatalogRunForecast | undefined
  error: Error | null
  last: CatalogRun | null | undefined
  children: ReactNode
}

function Before({ forecast, error, last, children }: BeforeProps) {
  const format = useFormat()
  return (
    <>
      <p>{children}</p>
      {error && <p className="mt-1 text-failed">{error.message}</p>}
      {forecast && <p className="mt-1 text-muted">{costWords(forecast, format)}</p>}
      {last?.state === 'failed' && (
        <Notice tone="failed" className="mt-2">
          {last.error}
        </Notice>
      )}
      {last?.finished_at && last.state !== 'failed' && (
        <p className="mt-1 text-meta text-muted">
          Last run {last.state === 'canceled' && 'stopped '}
          <RelativeTime instant={last.finished_at} />, {format.count(last.tokens_spent, 'token')} spent.
        </p>
      )}
    </>
  )
}

type Format = ReturnType<typeof useFormat>

function costWords(
  { total, stored, tokens_low, tokens_high, wait_minutes, left_today }: CatalogRunForecast,
  format: Format,
) {
  if (total === 0) return 'There is nothing to ask about.'
  if (tokens_high === 0) return `All ${format.count(total, 'answer')} are from this week: a run costs nothing.`
  const range =
    tokens_low === tokens_high
      ? format.count(tokens_high, 'token')
      : `${tokens_low.toLocaleString(format.locale)} to ${format.count(tokens_high, 'token')}`
  const known = stored > 0 ? `, ${stored.toLocaleString(format.locale)} of them known` : ''
  const wait = wait_minutes ? ` The tokens take about ${format.count(wait_minutes, 'minute')} to come.` : ''
  return `${format.count(total, 'ASIN and marketplace', 'ASINs and marketplaces')}${known}: ${range}. ${left_today.toLocaleString(format.locale)} left today.${wait}`
}

function Running({ run }: { run: CatalogRun }) {
  const format = useFormat()
  const queryClient = useQueryClient()
  const cancel = useMutation({
    mutationFn: () => api(catalogContract.cancelRun, { params: { id: run.id }, idempotencyKey: crypto.randomUUID() }),
    onError: (failure) => showFailure('The run was not stopped.', failure),
    onSettled: () => queryClient.invalidateQueries({ queryKey: queryKeys.catalog }),
  })
  return (
    <div className="flex flex-col gap-2">
      <Progress label="Progress of the run" value={run.done} max={Math.max(run.total, 1)} />
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p role="status">
          {run.error ?? 'Asking the sources'}
          {run.retry_at && (
            <>
              {' '}
              Next try <RelativeTime instant={run.retry_at} />.
            </>
          )}{' '}
          <span className="text-muted tabular-nums">
            {run.done.toLocaleString(format.locale)} of {run.total.toLocaleString(format.locale)},{' '}
            {format.count(run.tokens_spent, 'token')}
          </span>
        </p>
        <Button size="small" variant="quiet" onClick={() => cancel.mutate()} isBusy={cancel.isPending}>
          Stop
        </Button>
      </div>
    </div>
  )
}
