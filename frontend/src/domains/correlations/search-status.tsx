import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Search } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { Notice } from '#app/components/ui/notice.tsx'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { correlationsContract } from '#core/correlations/contract.ts'
import type { CorrelationSearch, SearchStage } from '#core/correlations/searches.ts'
import { Button } from '#ui/button.tsx'
import { showFailure } from '#ui/toasts/notify.ts'
import { correlationQueries, isUnderWay } from './correlations.queries.ts'

const STAGES: Record<SearchStage, string> = {
  product: 'reading the product',
  variations: 'reading its variations',
  codes: 'searching its barcodes in other marketplaces',
  candidates: 'comparing products of the brand',
  availability: 'checking where they are sold',
  done: 'finished',
}

/** Starts a search for the other ASINs of products. */
export function useSearchCorrelations() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (product_ids: string[]) =>
      api(correlationsContract.search, { body: { product_ids }, idempotencyKey: crypto.randomUUID() }),
    onError: (error) => showFailure('The search was not started.', error),
    onSettled: () => queryClient.invalidateQueries({ queryKey: queryKeys.correlations }),
  })
}

/** The button that starts a search, and what the last search is doing or did. */
export function SearchStatus({ productId }: { productId: string }) {
  const queryClient = useQueryClient()
  const { data } = useQuery(correlationQueries.searches(productId))
  const start = useSearchCorrelations()
  const latest = data?.items[0]
  const isRunning = latest !== undefined && isUnderWay(latest)

  // The candidates of a search that has just ended are shown.
  const wasRunning = useRef(false)
  useEffect(() => {
    if (wasRunning.current && !isRunning) void queryClient.invalidateQueries({ queryKey: queryKeys.correlations })
    wasRunning.current = isRunning
  }, [isRunning, queryClient])

  return (
    <div className="flex flex-col gap-2">
      {latest && <LatestSearch search={latest} />}
      {!isRunning && (
        <Button size="small" className="self-start" onClick={() => start.mutate([productId])} isBusy={start.isPending}>
          <Search aria-hidden="true" /> {latest ? 'Search again' : 'Search for other ASINs'}
        </Button>
      )}
    </div>
  )
}

function LatestSearch({ search }: { search: CorrelationSearch }) {
  const format = useFormat()
  const cancel = useCancelSearch()
  if (isUnderWay(search)) {
    const wait = search.error && search.retry_at && `${search.error} Next try ${format.relative(search.retry_at)}.`
    return (
      <Notice tone={search.error ? 'waiting' : 'info'}>
        <span role="status" className="flex flex-wrap items-center justify-between gap-2">
          <span>
            {wait || `Searching: ${STAGES[search.stage]}, ${format.count(search.done, 'candidate')} compared.`}
          </span>
          <Button size="small" variant="quiet" onClick={() => cancel.mutate(search.id)} isBusy={cancel.isPending}>
            Stop
          </Button>
        </span>
      </Notice>
    )
  }
  if (search.state === 'failed') return <Notice tone="failed">{search.error}</Notice>
  const ended = search.finished_at ? format.relative(search.finished_at) : ''
  const found = Object.entries(search.counts).filter(([relation]) => relation !== 'unrelated')
  const count = found.reduce((sum, [, number]) => sum + number, 0)
  return (
    <p className="text-meta text-muted">
      {search.state === 'canceled' ? 'Stopped' : `Found ${format.count(count, 'candidate')}`} {ended} with{' '}
      {format.count(search.tokens_spent, 'token')}.
      {search.is_cut && ' The source lists only a part of the variations. Add the others manually.'}
    </p>
  )
}

function useCancelSearch() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (id: string) =>
      api(correlationsContract.cancelSearch, { params: { id }, idempotencyKey: crypto.randomUUID() }),
    onError: (error) => showFailure('The search was not stopped.', error),
    onSettled: () => queryClient.invalidateQueries({ queryKey: queryKeys.correlations }),
  })
}
