import { useFormat } from '#app/lib/use-format.ts'
import type { BulkResult } from '#core/products/bulk.ts'
import { Button } from '#ui/button.tsx'
import { CopyButton } from '#ui/copy-button.tsx'
import { Dialog, DialogActions } from '#ui/dialog.tsx'

type FailedDialogProps = { failed: BulkResult['failed']; onClose: () => void }

/** Lists the products that a bulk edit or a paste skipped, each with its reason. The others were changed. */
export function FailedDialog({ failed, onClose }: FailedDialogProps) {
  const format = useFormat()
  const lines = failed.map(({ asin, reason }) => `${asin ?? 'A product that is gone'}: ${reason}`)
  return (
    <Dialog
      isOpen={failed.length > 0}
      onClose={onClose}
      size="large"
      title={`${format.count(failed.length, 'change was', 'changes were')} not made`}
      description="Everything else was changed."
    >
      <ul className="max-h-72 overflow-y-auto rounded-control border border-line text-table">
        {failed.map(({ product_id, asin, reason }) => (
          <li key={`${product_id} ${reason}`} className="flex gap-3 border-b border-line px-3 py-1.5 last:border-b-0">
            <span className="w-28 shrink-0 font-medium tabular-nums">{asin ?? 'Gone'}</span>
            <span className="min-w-0 break-words">{reason}</span>
          </li>
        ))}
      </ul>
      <DialogActions>
        <CopyButton text={lines.join('\n')} label="Copy list" />
        <Button onClick={onClose}>Close</Button>
      </DialogActions>
    </Dialog>
  )
}
