import { Notice } from '#app/components/ui/notice.tsx'
import { BadRowsButton } from '#app/features/products/imports/bad-rows-button.tsx'
import { Counts } from '#app/features/products/imports/counts.tsx'
import { useChangeImport } from '#app/features/products/imports/use-change-import.ts'
import { useFormat } from '#app/lib/use-format.ts'
import type { ProductImport } from '#core/products/imports/contract.ts'
import { Button } from '#ui/button.tsx'
import { OutcomeRows } from './outcome-rows.tsx'

/** What the import will do. */
export function ReviewStep({ item }: { item: ProductImport }) {
  const format = useFormat()
  const { start, goBack, discard } = useChangeImport(item.id)
  const { counts } = item
  if (!counts) return null
  const writes = counts.new + counts.updated
  return (
    <div className="max-w-4xl">
      <h2 className="mb-3 font-semibold">This is what will happen</h2>
      <Counts counts={counts} />
      {writes === 0 && (
        <Notice tone="info" className="mt-4">
          {counts.bad + counts.skipped === 0
            ? 'Everything in this file is in your products already.'
            : 'No row of this file would change anything.'}
        </Notice>
      )}
      <div className="mt-4 flex flex-wrap justify-end gap-2">
        <Button variant="danger" isBusy={discard.isPending} onClick={() => discard.mutate()}>
          Discard
        </Button>
        {counts.bad > 0 && <BadRowsButton item={item} />}
        <Button isBusy={goBack.isPending} onClick={() => goBack.mutate(item)}>
          Change columns
        </Button>
        <Button variant="primary" disabled={writes === 0} isBusy={start.isPending} onClick={() => start.mutate()}>
          Import {format.count(writes, 'row')}
        </Button>
      </div>
      <OutcomeRows item={item} counts={counts} />
    </div>
  )
}
