import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Check, CircleStop, Undo2 } from 'lucide-react'
import { useState } from 'react'
import { ConfirmDialog } from '#app/components/ui/confirm-dialog.tsx'
import { RelativeTime } from '#app/components/ui/relative-time.tsx'
import { STATE_WORDS } from '#app/domains/prices/price-change-words.ts'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { formatMoney } from '#core/money.ts'
import { pricesContract } from '#core/prices/contract.ts'
import { REASONS, SkipReason } from '#core/prices/reasons.ts'
import { PriceChangeState, type PriceRun } from '#core/prices/schema.ts'
import { Badge } from '#ui/badge.tsx'
import { Button } from '#ui/button.tsx'
import { Spinner } from '#ui/spinner.tsx'
import { showDone, showFailure } from '#ui/toasts/notify.ts'

/** One run: who began it, what became of each change, what was left alone and why, and the way back. */
export function RunCard({ run, onShowChanges }: { run: PriceRun; onShowChanges: () => void }) {
  const format = useFormat()
  const { due, counts, taken_off, stop_reason } = run
  const skipped = Object.entries(run.skipped).filter(([, count]) => count > 0)
  const changes = Object.values(counts).reduce((sum, count) => sum + count, 0)
  const off = taken_off.map(({ cents, currency }) => formatMoney(cents, currency, format.locale)).join(' and ')
  const name = `${whoStarted(run)}, ${format.instant(run.started_at)}`
  return (
    <li aria-label={name} className="rounded-card border border-line bg-surface p-4">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0">
          <p className="flex flex-wrap items-center gap-2 font-medium">
            {whoStarted(run)} <RunBadge run={run} />
            {run.undone_by !== null && (
              <Badge title="What it changed went back, but for what was changed since">
                <Undo2 aria-hidden="true" /> Undone
              </Badge>
            )}
          </p>
          <p className="text-meta text-muted">
            {format.instant(run.started_at)} · <RelativeTime instant={run.started_at} />
          </p>
        </div>
        <div className="flex gap-2">
          {changes > 0 && (
            <Button size="small" onClick={onShowChanges}>
              Show changes
            </Button>
          )}
          {(counts.confirmed ?? 0) > 0 && run.state !== 'running' && run.undone_by === null && <UndoRun run={run} />}
        </div>
      </div>
      <p className="mt-3 tabular-nums">
        {due === 0
          ? 'Nothing was due.'
          : `${format.count(due, 'listing')} ${run.started_by === 'undo' ? 'to restore' : 'due'}`}
        {off && (
          <>
            , <span className="font-semibold">{off}</span> total reduced
          </>
        )}
      </p>
      {changes > 0 && (
        <ul className="mt-2 flex flex-wrap gap-1.5" aria-label="Changes by state">
          {PriceChangeState.options.map((state) => {
            const count = counts[state] ?? 0
            return count === 0 ? null : (
              <li key={state}>
                <Badge tone={STATE_WORDS[state].tone}>
                  {STATE_WORDS[state].label} {count.toLocaleString(format.locale)}
                </Badge>
              </li>
            )
          })}
        </ul>
      )}
      {stop_reason && <p className="mt-2 text-table text-failed">{stop_reason}</p>}
      {skipped.length > 0 && (
        <details className="mt-3 text-table">
          <summary className="cursor-pointer text-muted">
            {format.count(
              skipped.reduce((sum, [, count]) => sum + count, 0),
              'listing',
            )}{' '}
            left alone
          </summary>
          <ul className="mt-2 flex flex-col gap-1">
            {skipped.map(([reason, count]) => (
              <li key={reason} className="flex items-baseline gap-2">
                <Badge>{count.toLocaleString(format.locale)}</Badge>
                <span className="text-muted">{skipWords(reason)}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </li>
  )
}

function RunBadge({ run }: { run: PriceRun }) {
  if (run.state === 'running') {
    return (
      <Badge tone="info">
        <Spinner /> Running
      </Badge>
    )
  }
  return run.state === 'finished' ? (
    <Badge tone="done">
      <Check aria-hidden="true" /> Finished
    </Badge>
  ) : (
    <Badge tone="failed">
      <CircleStop aria-hidden="true" /> Stopped
    </Badge>
  )
}

function UndoRun({ run }: { run: PriceRun }) {
  const format = useFormat()
  const queryClient = useQueryClient()
  const [isAsking, setAsking] = useState(false)
  const confirmed = run.counts.confirmed ?? 0
  const undo = useMutation({
    mutationFn: () => api(pricesContract.undoRun, { params: { id: run.id }, idempotencyKey: crypto.randomUUID() }),
    onSuccess: () => showDone('The run is being undone', 'Each price is sent to eBay and read back, as in any run.'),
    onError: (error) => showFailure('The run was not undone.', error),
    onSettled: () => {
      setAsking(false)
      return Promise.all(
        [queryKeys.priceHistory, queryKeys.listings].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
      )
    },
  })
  return (
    <>
      <Button size="small" onClick={() => setAsking(true)}>
        <Undo2 aria-hidden="true" /> Undo run
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={`Undo the run of ${format.instant(run.started_at)}?`}
        action="Undo run"
        isBusy={undo.isPending}
        onConfirm={() => undo.mutate()}
      >
        <ul className="list-disc space-y-1 pl-5">
          <li>
            Up to {format.count(confirmed, 'listing')} {confirmed === 1 ? 'goes' : 'go'} back to the price before this
            run, on eBay.
          </li>
          <li>What was changed again since, has ended, or would fall below its floor stays as it is.</li>
          <li>Live strategies continue: the next price drop comes when it is due.</li>
        </ul>
      </ConfirmDialog>
    </>
  )
}

function whoStarted({ started_by, requested_by_name }: PriceRun): string {
  if (started_by === 'schedule') return 'Scheduled run'
  const who = requested_by_name ?? 'a teammate'
  return started_by === 'undo' ? `Undo by ${who}` : `Run by ${who}`
}

function skipWords(reason: string): string {
  const known = SkipReason.safeParse(reason)
  if (known.success) return REASONS[known.data]
  return reason === 'changed_meanwhile' ? 'It was changed in the meantime, so it was left alone.' : reason
}
