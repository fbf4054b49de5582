import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Notice } from '#app/components/ui/notice.tsx'
import { STATE_WORDS } from '#app/domains/prices/price-change-words.ts'
import { queryKeys } from '#app/domains/query-keys.ts'
import { listingCache, listingQueries } from '#app/features/listings/listings.queries.ts'
import { REASON_LABELS } from '#app/features/listings/why-not.ts'
import { api } from '#app/lib/api.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { describeError } from '#core/http/describe-error.ts'
import { formatMoney } from '#core/money.ts'
import { pricesContract } from '#core/prices/contract.ts'
import { SkipReason } from '#core/prices/reasons.ts'
import { PriceChangeState, type PriceRun } from '#core/prices/schema.ts'
import { Button } from '#ui/button.tsx'
import { Dialog, DialogActions } from '#ui/dialog.tsx'
import { Progress } from '#ui/progress.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { ReducePlan } from './reduce-plan.tsx'

type ReduceDialogProps = {
  /** The selected listings; without them a run looks at everything that is due. */
  listingIds: readonly string[] | undefined
  onClose: () => void
}

/** What a run would do now; then the run itself, told as it happens. */
export function ReduceDialog({ listingIds, onClose }: ReduceDialogProps) {
  const queryClient = useQueryClient()
  const format = useFormat()
  const scope = listingIds ? { listing_ids: [...listingIds] } : {}
  const preview = useQuery(listingQueries.dryRun(scope))
  const run = useMutation({
    mutationFn: () =>
      api(pricesContract.reduce, { body: { dry_run: false, ...scope }, idempotencyKey: crypto.randomUUID() }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: queryKeys.priceHistory }),
  })
  const close = () => {
    void listingCache.refresh(queryClient)
    onClose()
  }
  const count = preview.data?.counts.changes ?? 0
  const runId = run.data?.run_id
  return (
    <Dialog isOpen onClose={close} title={runId ? 'Lowering prices' : 'Lower prices now'} size="large">
      {runId ? (
        <RunProgress runId={runId} onClose={close} />
      ) : preview.isError ? (
        <>
          <Notice tone="failed">{describeError(preview.error).message}</Notice>
          <DialogActions>
            <Button onClick={close}>Close</Button>
            <Button onClick={() => void preview.refetch()} isBusy={preview.isFetching}>
              Try again
            </Button>
          </DialogActions>
        </>
      ) : !preview.data ? (
        <div role="status" aria-label="Checking what is due" className="flex flex-col gap-2">
          <Skeleton className="h-6" />
          <Skeleton className="h-24" />
        </div>
      ) : (
        <>
          <ReducePlan plan={preview.data} selected={listingIds?.length} />
          {run.error && (
            <Notice tone="failed" className="mt-4">
              {describeError(run.error).message}
            </Notice>
          )}
          <DialogActions>
            <Button onClick={close}>{count === 0 ? 'Close' : 'Cancel'}</Button>
            {count > 0 && (
              <Button variant="primary" onClick={() => run.mutate()} isBusy={run.isPending}>
                {`Lower prices of ${format.count(count, 'listing')}`}
              </Button>
            )}
          </DialogActions>
        </>
      )}
    </Dialog>
  )
}

function RunProgress({ runId, onClose }: { runId: string; onClose: () => void }) {
  const format = useFormat()
  const { data: run, error } = useQuery(listingQueries.run(runId))
  const settled = run ? settledOf(run) : 0
  const states = PriceChangeState.options.flatMap((state) => {
    const count = run?.counts[state]
    return count ? [{ state, count }] : []
  })
  return (
    <div className="flex flex-col gap-4">
      <Progress
        label="Run"
        value={run?.state === 'finished' ? Math.max(run.due, 1) : settled}
        max={Math.max(run?.due ?? 1, 1)}
      />
      <p role="status">
        {error
          ? describeError(error).message
          : !run || run.state === 'running'
            ? `${settled} of ${run?.due ?? '…'} settled. You can close this: the run continues.`
            : run.state === 'stopped'
              ? `The run was stopped. ${run.stop_reason ?? ''}`
              : 'The run is finished.'}
      </p>
      <ul className="flex flex-col gap-1 text-table">
        {states.map(({ state, count }) => (
          <li key={state} className="flex gap-2">
            <span className="w-10 shrink-0 text-right tabular-nums">{count}</span>
            <span>{STATE_WORDS[state].label}</span>
          </li>
        ))}
        {Object.entries(run?.skipped ?? {}).map(([reason, count]) => (
          <li key={reason} className="flex gap-2 text-muted">
            <span className="w-10 shrink-0 text-right tabular-nums">{count}</span>
            <span>Skipped: {skipWords(reason)}</span>
          </li>
        ))}
      </ul>
      {run?.taken_off.map(({ currency, cents }) => (
        <p key={currency} className="font-medium">
          {formatMoney(cents, currency, format.locale)} total reduced
        </p>
      ))}
      <DialogActions>
        <Button onClick={onClose}>Close</Button>
      </DialogActions>
    </div>
  )
}

function settledOf({ counts, skipped }: PriceRun): number {
  const skips = Object.values(skipped).reduce((sum, count) => sum + count, 0)
  return skips + (counts.confirmed ?? 0) + (counts.rejected ?? 0) + (counts.cancelled ?? 0)
}

function skipWords(reason: string): string {
  const known = SkipReason.safeParse(reason)
  return known.success ? REASON_LABELS[known.data].toLowerCase() : 'changed in the meantime'
}
