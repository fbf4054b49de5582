import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { queryKeys } from '#app/domains/query-keys.ts'
import { useChangeImport } from '#app/features/products/imports/use-change-import.ts'
import { useFormat } from '#app/lib/use-format.ts'
import type { ProductImport } from '#core/products/imports/contract.ts'
import { Button } from '#ui/button.tsx'
import { Progress } from '#ui/progress.tsx'

/** A job checks or writes the rows; the person may leave the page. */
export function AtWork({ item }: { item: ProductImport }) {
  const { locale } = useFormat()
  const { discard } = useChangeImport(item.id)
  const isRunning = item.state === 'running'
  useAskAgainWhenOver(isRunning)
  const label = isRunning ? 'Importing' : 'Checking what each row will do'
  return (
    <div className="max-w-3xl rounded-card border border-line px-4 py-6">
      <p role="status" className="font-medium">
        {label}…
      </p>
      <Progress className="mt-3" label={label} value={item.done_rows} max={item.row_count} />
      <div className="mt-3 flex flex-wrap items-center justify-between gap-3">
        <p className="text-meta text-muted tabular-nums">
          {item.done_rows.toLocaleString(locale)} of {item.row_count.toLocaleString(locale)} rows. You can leave this
          page; the import continues.
        </p>
        <Button size="small" isBusy={discard.isPending} onClick={() => discard.mutate()}>
          {isRunning ? 'Stop' : 'Cancel'}
        </Button>
      </div>
    </div>
  )
}

// The step ends when the job is done, which outdates the cached products, history and lists.
function useAskAgainWhenOver(isRunning: boolean): void {
  const queryClient = useQueryClient()
  useEffect(() => {
    if (!isRunning) return
    return () => {
      for (const queryKey of [
        queryKeys.products,
        queryKeys.changes,
        queryKeys.crmLists,
        queryKeys.views,
        queryKeys.catalog,
      ]) {
        void queryClient.invalidateQueries({ queryKey })
      }
    }
  }, [isRunning, queryClient])
}
