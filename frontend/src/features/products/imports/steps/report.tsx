import { Undo2 } from 'lucide-react'
import { Link } from 'react-router'
import { Notice } from '#app/components/ui/notice.tsx'
import { useUndo } from '#app/features/products/history/use-undo.ts'
import { BadRowsButton } from '#app/features/products/imports/bad-rows-button.tsx'
import { Counts } from '#app/features/products/imports/counts.tsx'
import { addresses } from '#app/lib/addresses.ts'
import { useFormat } from '#app/lib/use-format.ts'
import type { ChangeSet } from '#core/products/changes.ts'
import type { ProductImport } from '#core/products/imports/contract.ts'
import { Button, buttonStyle } from '#ui/button.tsx'
import { OutcomeRows } from './outcome-rows.tsx'

/** The result, with Undo. */
export function Report({ item }: { item: ProductImport }) {
  const { locale } = useFormat()
  const { undoChange, isPending } = useUndo()
  const { counts } = item
  const isCatalog = item.options.catalog !== null
  const change = changeOf(item)
  if (!counts) return null
  return (
    <div className="max-w-4xl">
      <Notice tone={item.is_undone ? 'info' : 'done'} className="mb-4">
        {item.is_undone
          ? 'This import was undone.'
          : counts.new + counts.updated === 0
            ? 'Nothing had to be changed.'
            : `${(counts.new + counts.updated).toLocaleString(locale)} of ${item.row_count.toLocaleString(locale)} rows were imported.`}
      </Notice>
      <Counts counts={counts} />
      <div className="mt-4 flex flex-wrap justify-end gap-2">
        {change && !item.is_undone && (
          <Button isBusy={isPending} onClick={() => undoChange(change, { isUndo: false, isRedo: false, root: change })}>
            <Undo2 aria-hidden="true" /> Undo import
          </Button>
        )}
        {counts.bad > 0 && <BadRowsButton item={item} />}
        <Link to={addresses.importProducts(isCatalog ? { catalog: 'yes' } : {})} className={buttonStyle()}>
          Import another file
        </Link>
        <Link
          to={isCatalog ? addresses.catalog() : addresses.products()}
          className={buttonStyle({ variant: 'primary' })}
        >
          {isCatalog ? 'Show catalog' : 'Show products'}
        </Link>
      </div>
      <OutcomeRows item={item} counts={counts} />
    </div>
  )
}

// The history's entry, as far as an undo needs it.
function changeOf({ change_set_id, counts, created_by, created_by_name, created_at }: ProductImport): ChangeSet | null {
  if (change_set_id === null) return null
  return {
    id: change_set_id,
    kind: 'import',
    product_count: (counts?.new ?? 0) + (counts?.updated ?? 0),
    fields: [],
    undo_of: null,
    undone_by: null,
    can_undo: true,
    created_by,
    created_by_name,
    actor: null,
    created_at,
    products: [],
  }
}
