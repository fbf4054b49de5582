import { Archive, CalendarClock, Image, PencilLine, Scale, Tag, Trash2, Users } from 'lucide-react'
import { useState } from 'react'
import { SelectionBar } from '#app/components/data-table/selection-bar.tsx'
import type { Selection } from '#app/components/data-table/use-selection.ts'
import { ConfirmDialog } from '#app/components/ui/confirm-dialog.tsx'
import { useStartRun } from '#app/domains/thumbnails/use-start-run.ts'
import { useFormat } from '#app/lib/use-format.ts'
import type { BulkChange, BulkResult } from '#core/products/bulk.ts'
import type { ViewState } from '#core/products/views/schema.ts'
import { RUN_MAX_PRODUCTS } from '#core/thumbnails/schema.ts'
import { Button } from '#ui/button.tsx'
import { showFailure } from '#ui/toasts/notify.ts'
import type { ProductLists } from '../product-lists.ts'
import { BulkField } from './bulk-field.tsx'
import { BulkOwners } from './bulk-owners.tsx'
import { bulkTarget } from './bulk-target.ts'
import { useBulkEdit } from './use-bulk-edit.ts'

/** From this many products on, a change needs a confirmation with their number. */
const ASK_FROM = 50

type BulkBarProps = {
  selection: Selection
  /** The filter of the selection, for all that match. */
  state: Pick<ViewState, 'search' | 'filter'>
  /** How many products match the list; undefined while unknown. */
  total: number | undefined
  lists: ProductLists
  onFailed: (failed: BulkResult['failed']) => void
}

type Asked = { change: BulkChange; title: string; action: string }

/** The actions for the selected products; covers the foot of the list while products are selected. */
export function BulkBar({ selection, state, total, lists, onFailed }: BulkBarProps) {
  const format = useFormat()
  const [asked, setAsked] = useState<Asked | null>(null)
  const edit = useBulkEdit(onFailed)
  const thumbnails = useStartRun()
  const { count, isAllLoaded, isAll } = selection
  const words = format.count(count, 'product')

  function run(change: BulkChange) {
    const target = bulkTarget(selection.chosen, state)
    if (!target) {
      showFailure('Too many products are selected one by one. Filter the list and select all that match.')
      return
    }
    edit.mutate(
      { target, change },
      { onSuccess: ({ failed }) => failed.length === 0 && change.is_deleted && selection.clear() },
    )
    setAsked(null)
  }

  /** `verb` as on a button: "Archive". */
  function start(change: BulkChange, verb: string) {
    if (count > ASK_FROM || change.is_deleted) {
      setAsked({ change, title: `${verb} ${words}?`, action: `${verb} ${words}` })
    } else run(change)
  }

  function makeThumbnails() {
    const { chosen } = selection
    if (chosen.kind !== 'some' || chosen.ids.size > RUN_MAX_PRODUCTS) {
      showFailure(`Thumbnails are made for at most ${RUN_MAX_PRODUCTS} products at a time. Select fewer, one by one.`)
      return
    }
    thumbnails.mutate({ product_ids: [...chosen.ids] })
  }

  const canSelectAll = isAllLoaded && !isAll && total !== undefined && total > count
  return (
    <SelectionBar label="Selected products" count={count} onClear={selection.clear}>
      {canSelectAll && (
        <Button size="small" variant="quiet" onClick={selection.selectAll}>
          Select all {total.toLocaleString(format.locale)} that match
        </Button>
      )}
      <BulkField
        lists={lists}
        field="status_id"
        icon={Tag}
        label="Status"
        onApply={(change) => start(change, 'Change')}
      />
      <BulkOwners lists={lists} icon={Users} onApply={(change) => start(change, 'Change')} />
      <BulkField
        lists={lists}
        field="decision"
        icon={Scale}
        label="Decision"
        onApply={(change) => start(change, 'Change')}
      />
      <BulkField
        lists={lists}
        field="follow_up_date"
        icon={CalendarClock}
        label="Follow-up"
        onApply={(change) => start(change, 'Change')}
      />
      <BulkField
        lists={lists}
        field={null}
        icon={PencilLine}
        label="Set field"
        onApply={(change) => start(change, 'Change')}
      />
      <Button
        size="small"
        variant="quiet"
        className="max-md:h-11"
        isBusy={thumbnails.isPending}
        onClick={makeThumbnails}
      >
        <Image aria-hidden="true" /> Thumbnails
      </Button>
      <Button
        size="small"
        variant="quiet"
        className="max-md:h-11"
        onClick={() => start({ is_archived: true }, 'Archive')}
      >
        <Archive aria-hidden="true" /> Archive
      </Button>
      <Button
        size="small"
        variant="quiet"
        className="text-failed hover:text-failed max-md:h-11"
        onClick={() => start({ is_deleted: true }, 'Delete')}
      >
        <Trash2 aria-hidden="true" /> Delete
      </Button>
      <ConfirmDialog
        isOpen={asked !== null}
        onClose={() => setAsked(null)}
        title={asked?.title ?? ''}
        action={asked?.action ?? ''}
        onConfirm={() => asked && run(asked.change)}
        isBusy={edit.isPending}
      >
        {asked?.change.is_deleted
          ? 'They move to Trash. You can restore them for 30 days.'
          : 'It is one change: Undo takes all of it back.'}
      </ConfirmDialog>
    </SelectionBar>
  )
}
