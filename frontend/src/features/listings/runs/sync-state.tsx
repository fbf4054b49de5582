import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { RefreshCw, X } from 'lucide-react'
import { useState } from 'react'
import { Notice } from '#app/components/ui/notice.tsx'
import { RelativeTime } from '#app/components/ui/relative-time.tsx'
import { Sheet } from '#app/components/ui/sheet.tsx'
import { listingQueries } from '#app/features/listings/listings.queries.ts'
import { api } from '#app/lib/api.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { listingsContract } from '#core/listings/contract.ts'
import type { EbaySync } from '#core/listings/schema.ts'
import { Button } from '#ui/button.tsx'
import { Progress } from '#ui/progress.tsx'
import { showFailure } from '#ui/toasts/notify.ts'

/** Asks for a sync; it goes on when the page is left. */
export function useSyncNow() {
  const queryClient = useQueryClient()
  const { queryKey } = listingQueries.sync()
  const { data: sync } = useQuery(listingQueries.sync())
  const start = useMutation({
    mutationFn: () => api(listingsContract.sync),
    onSuccess: (answer) => queryClient.setQueryData(queryKey, answer),
    onError: (error) => showFailure('Nothing was read from eBay.', error),
    onSettled: () => queryClient.invalidateQueries({ queryKey, exact: true }),
  })
  return { start: () => start.mutate(), isRunning: start.isPending || sync?.state === 'running' }
}

export function SyncButton({ isPrimary = false }: { isPrimary?: boolean }) {
  const { start, isRunning } = useSyncNow()
  return (
    <Button variant={isPrimary ? 'primary' : 'secondary'} className="max-md:h-11" onClick={start} isBusy={isRunning}>
      <RefreshCw aria-hidden="true" /> Sync now
    </Button>
  )
}

/** How the newest sync stands: progress, outcome, what could not be taken over. */
export function SyncState() {
  const { data: sync } = useQuery(listingQueries.sync())
  const [isOpen, setOpen] = useState(false)
  if (!sync) return null
  const { state, error_rows } = sync
  if (state === 'running') return <Running sync={sync} />
  return (
    <div role="status" className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1 text-table text-muted">
      {state === 'failed' ? (
        <span className="text-failed">
          The sync stopped <RelativeTime instant={sync.finished_at ?? sync.started_at} />:{' '}
          {sync.error_message ?? 'eBay did not answer.'} No listings were marked as ended.
        </span>
      ) : (
        <span>
          Synced <RelativeTime instant={sync.finished_at ?? sync.started_at} /> <Outcome sync={sync} />
        </span>
      )}
      {state === 'finished' && sync.is_complete === false && (
        <span className="text-waiting">Partial sync. No listings were marked as ended.</span>
      )}
      {error_rows.length > 0 && (
        <Button size="small" onClick={() => setOpen(true)}>
          Show {error_rows.length === 1 ? '1 row' : `${error_rows.length} rows`} with an error
        </Button>
      )}
      {isOpen && <ErrorRows sync={sync} onClose={() => setOpen(false)} />}
    </div>
  )
}

function Running({ sync }: { sync: EbaySync }) {
  const { phase, page, pages, entries, seen } = sync
  const words = {
    listings: 'Reading listings',
    offers: 'Reading offers',
    missing: 'Checking what is missing',
    done: 'Finishing',
  }
  return (
    <div role="status" className="flex min-w-0 flex-wrap items-center gap-3 text-table text-muted">
      <span>
        {words[phase]}
        {phase === 'listings' && pages !== null && `, page ${Math.min(page, pages)} of ${pages}`}: {seen} seen
      </span>
      <Progress label="Sync" value={seen} max={Math.max(entries ?? 0, seen, 1)} className="w-32" />
    </div>
  )
}

/** What changed, without zeros. */
function Outcome({ sync: { added, changed, ended } }: { sync: EbaySync }) {
  const { locale } = useFormat()
  const parts = [
    [added, 'new'],
    [changed, 'changed'],
    [ended, 'ended'],
  ] as const
  const met = parts.filter(([count]) => count > 0).map(([count, word]) => `${count.toLocaleString(locale)} ${word}`)
  return <>· {met.length > 0 ? met.join(' · ') : 'no changes'}</>
}

function ErrorRows({ sync, onClose }: { sync: EbaySync; onClose: () => void }) {
  const rows = sync.error_rows
  return (
    <Sheet title="Rows with an error" onClose={onClose}>
      <div className="flex h-12 shrink-0 items-center gap-2 border-b border-line px-3">
        <Button variant="quiet" size="icon-small" aria-label="Close" onClick={onClose}>
          <X aria-hidden="true" />
        </Button>
        <h2 className="font-semibold">Rows with an error</h2>
      </div>
      <div className="flex flex-1 flex-col gap-4 overflow-y-auto p-5">
        <Notice tone="waiting">
          eBay sent these, and they could not be taken over. What was known of them is unchanged, and none was ended.
        </Notice>
        <ul className="divide-y divide-line rounded-card border border-line">
          {rows.map(({ ebay_item_id, title, message }) => (
            <li key={`${ebay_item_id}-${message}`} className="px-3 py-2">
              <p className="font-medium break-words">{title ?? ebay_item_id}</p>
              <p className="text-table text-muted">{message}</p>
              <p className="text-meta text-muted tabular-nums">{ebay_item_id}</p>
            </li>
          ))}
        </ul>
      </div>
    </Sheet>
  )
}
