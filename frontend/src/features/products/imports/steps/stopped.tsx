import { Link } from 'react-router'
import { Notice } from '#app/components/ui/notice.tsx'
import { useChangeImport } from '#app/features/products/imports/use-change-import.ts'
import { addresses } from '#app/lib/addresses.ts'
import { useFormat } from '#app/lib/use-format.ts'
import type { ProductImport } from '#core/products/imports/contract.ts'
import { Button, buttonStyle } from '#ui/button.tsx'

/** An import whose job died, or that a person discarded. */
export function Stopped({ item }: { item: ProductImport }) {
  const { locale } = useFormat()
  const { check, start, discard } = useChangeImport(item.id)
  const written = item.is_started ? item.done_rows : 0
  const writtenWords =
    written > 0
      ? `${written.toLocaleString(locale)} rows were through; they stay as they are and can be undone in History.`
      : 'Nothing was written.'
  if (item.state === 'cancelled') {
    return (
      <div className="flex max-w-3xl flex-col items-start gap-4">
        <Notice tone="info">This import was discarded. {writtenWords}</Notice>
        <Link to={addresses.importProducts()} className={buttonStyle({ variant: 'primary' })}>
          Import a file
        </Link>
      </div>
    )
  }
  const again = item.is_started ? () => start.mutate() : () => check.mutate(null)
  return (
    <div className="flex max-w-3xl flex-col items-start gap-4">
      <Notice tone="failed">
        {item.is_started ? 'The import stopped before its end.' : 'The rows could not be checked.'} {writtenWords} Try
        again to continue. Nothing is imported twice.
      </Notice>
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" isBusy={start.isPending || check.isPending} onClick={again}>
          Try again
        </Button>
        <Button variant="danger" isBusy={discard.isPending} onClick={() => discard.mutate()}>
          Discard
        </Button>
      </div>
    </div>
  )
}
