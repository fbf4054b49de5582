import { useMemo, useState } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { HEADER_HEIGHT } from '#app/components/data-table/rows-table.tsx'
import { useRowsInBox } from '#app/components/data-table/use-rows-in-box.ts'
import type { Selection } from '#app/components/data-table/use-selection.ts'
import { addresses } from '#app/lib/addresses.ts'
import type { BulkResult } from '#core/products/bulk.ts'
import type { SourcedProduct } from '#core/products/schema.ts'
import { cn } from '#ui/class-names.ts'
import { useEndReached } from '#ui/rows-in-window.ts'
import { useBulkEdit } from '../bulk/use-bulk-edit.ts'
import type { ProductLists } from '../product-lists.ts'
import { isChosen } from './cell.tsx'
import type { Step } from './cell-editor.tsx'
import { useCellFormat } from './cell-format.ts'
import { cellValue } from './cell-values.ts'
import type { TableColumn } from './table-columns.ts'
import { ColumnDrag, TableHead } from './table-head.tsx'
import { type Editing, type EditorActions, TableRow } from './table-row.tsx'
import { useCellWrites } from './use-cell-writes.ts'
import { useClipboard } from './use-clipboard.ts'
import { useCursor } from './use-cursor.ts'
import { useGridKeys } from './use-grid-keys.ts'
import { useLatest } from './use-latest.ts'
import { usePlacedColumns } from './use-placed-columns.ts'

/** Rows below the window when the next page is requested, early enough that scrolling rarely waits. */
const AHEAD = 60

type ProductsTableProps = {
  products: readonly SourcedProduct[]
  lists: ProductLists
  arranged: readonly TableColumn[]
  onArrange: (columns: readonly TableColumn[]) => void
  sort: string
  onSort: (sort: string) => void
  isCompact: boolean
  selection: Selection
  /** How many rows the server has; undefined while unknown. */
  total: number | undefined
  /** The rows on screen belong to the earlier filters. */
  isStale: boolean
  onEndReached: () => void
  /** Reads so many rows, as far as the list has them. */
  loadRows: (count: number) => Promise<readonly SourcedProduct[]>
  /** Lists the products that a paste skipped. */
  onFailed: (failed: BulkResult['failed']) => void
}

/** A grid of any length: only the visible rows are in the document; header and pinned columns stay visible. */
export function ProductsTable({
  products,
  lists,
  arranged,
  onArrange,
  sort,
  onSort,
  isCompact,
  selection,
  total,
  isStale,
  onEndReached,
  loadRows,
  onFailed,
}: ProductsTableProps) {
  const { search } = useLocation()
  const navigate = useNavigate()
  const format = useCellFormat()
  const [editing, setEditing] = useState<Editing | null>(null)
  const [keptId, setKeptId] = useState<string | null>(null)
  const rowHeight = isCompact ? 36 : 52
  const keptIndex = keptId === null ? -1 : products.findIndex(({ id }) => id === keptId)
  const { boxRef, virtualizer } = useRowsInBox(
    products.length,
    rowHeight,
    HEADER_HEIGHT,
    keptIndex < 0 ? null : keptIndex,
  )
  const layout = usePlacedColumns(arranged, onArrange, virtualizer.scrollRect?.width ?? window.innerWidth)
  const columns = useMemo(() => layout.placed.map(({ column }) => column), [layout.placed])
  const cursor = useCursor(products, layout.placed, boxRef, setKeptId)
  const writes = useCellWrites(lists)
  const paste = useBulkEdit(onFailed)

  const open = ({ id }: SourcedProduct) => void navigate(addresses.product(id, search), { preventScrollReset: true })

  function edit(product: SourcedProduct, column: TableColumn, initialText?: string) {
    if (column.kind === 'custom_checkbox') writes.toggle(product, column, cellValue(product, column.id) !== true)
    else if (column.isEditable) setEditing({ id: product.id, overColumnId: column.id, column, initialText })
  }

  function editStatus(product: SourcedProduct) {
    const status = arranged.find(({ id }) => id === 'status_id')
    if (!status) return
    // When the status column is hidden or scrolled away, the list of statuses opens at the cursor.
    const overColumnId = status.isHidden ? (cursor.cursor?.columnId ?? 'title') : status.id
    if (!status.isHidden) cursor.focusOn({ id: product.id, columnId: status.id })
    setEditing({ id: product.id, overColumnId, column: status, initialText: undefined })
  }

  function finish(step: Step) {
    setEditing(null)
    if (step === 'stay') return
    cursor.move(step === 'down' ? 1 : 0, step === 'right' ? 1 : step === 'left' ? -1 : 0)
  }

  const actions = useLatest<EditorActions>({
    check: writes.check,
    onText: (product, column, text, step) => {
      finish(step)
      writes.writeText(product, column, text)
    },
    onChoice: (product, column, ids, step) => {
      finish(step)
      cursor.refocus()
      writes.writeChoice(product, column, ids)
    },
    onCancel: () => {
      setEditing(null)
      cursor.refocus()
    },
  })

  const items = virtualizer.getVirtualItems()
  const lastShown = virtualizer.range?.endIndex ?? items.at(-1)?.index
  useEndReached(lastShown !== undefined && lastShown >= products.length - AHEAD, products.length, onEndReached)

  const { onKeyDown, onPointerDown } = useGridKeys({
    cursor,
    products,
    columns,
    selection,
    pageRows: Math.max(Math.floor((boxRef.current?.clientHeight ?? 0) / rowHeight) - 2, 1),
    onOpen: open,
    onEdit: edit,
    onClear: (product, column) => writes.clear(product, column),
    onStatus: editStatus,
  })
  const clipboard = useClipboard({
    products,
    columns,
    lists,
    rowIndex: cursor.index,
    columnIndex: cursor.columnIndex,
    isSelected: selection.isSelected,
    loadRows,
    onPaste: (rows) => paste.mutate(rows),
    onRefused: onFailed,
  })

  function onClick(event: React.MouseEvent) {
    const place = placeOf(event.target, products, columns)
    if (!place || !(event.target instanceof Element)) return
    const { product, column } = place
    if (event.target.closest('[data-selects]')) {
      if (event.shiftKey) selection.selectTo(product.id)
      else selection.toggle(product.id)
    } else if (event.target.closest('[data-row-link]')) {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return
      event.preventDefault()
      open(product)
    } else if (column && event.target.closest('[data-opens-editor]')) edit(product, column)
    else if (column?.kind === 'custom_checkbox') edit(product, column)
  }

  const cursorRow = cursor.cursor?.id ?? products[0]?.id
  const cursorColumn = cursor.cursor?.columnId ?? (columns.some(({ id }) => id === 'title') ? 'title' : columns[0]?.id)

  return (
    <ColumnDrag arranged={arranged} onArrange={onArrange}>
      <div
        ref={boxRef}
        data-table-box
        className={cn('relative min-h-0 flex-1 overflow-auto border-t border-line', isStale && 'opacity-60')}
        style={{ scrollPaddingTop: HEADER_HEIGHT, scrollPaddingLeft: layout.pinnedWidthPx }}
      >
        <table
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a grid is a table whose cells the keyboard walks through
          role="grid"
          aria-label="Products"
          aria-rowcount={total === undefined ? -1 : total + 1}
          aria-colcount={columns.length + 1}
          aria-multiselectable="true"
          aria-busy={isStale}
          className="relative block select-none"
          style={{ width: layout.widthPx, height: virtualizer.getTotalSize() }}
          onKeyDown={onKeyDown}
          onPointerDown={onPointerDown}
          onClick={onClick}
          onDoubleClick={(event) => {
            const place = placeOf(event.target, products, columns)
            if (place?.column && !isChosen(place.column)) edit(place.product, place.column)
          }}
          onFocus={(event) => {
            const place = placeOf(event.target, products, columns)
            const columnId = place?.column?.id ?? cursor.cursor?.columnId ?? columns[0]?.id
            if (place && columnId) cursor.follow({ id: place.product.id, columnId })
          }}
          {...clipboard}
        >
          <TableHead
            arranged={arranged}
            onArrange={onArrange}
            layout={layout}
            sort={sort}
            onSort={onSort}
            selection={selection}
            reachableId={cursorColumn}
          />
          <tbody className="contents">
            {items.map((item) => {
              const product = products[item.index]
              if (!product) return null
              return (
                <TableRow
                  key={product.id}
                  product={product}
                  index={item.index}
                  topPx={item.start}
                  heightPx={rowHeight}
                  widthPx={layout.widthPx}
                  columns={layout.placed}
                  lists={lists}
                  format={format}
                  isSelected={selection.isSelected(product.id)}
                  cursorColumnId={product.id === cursorRow ? (cursorColumn ?? null) : null}
                  editing={editing?.id === product.id ? editing : null}
                  actions={actions}
                />
              )
            })}
          </tbody>
        </table>
      </div>
    </ColumnDrag>
  )
}

function placeOf(target: EventTarget, products: readonly SourcedProduct[], columns: readonly TableColumn[]) {
  if (!(target instanceof Element)) return null
  const rowId = target.closest('[data-row-id]')?.getAttribute('data-row-id')
  const product = rowId && products.find(({ id }) => id === rowId)
  if (!product) return null
  const columnId = target.closest('[data-column]')?.getAttribute('data-column')
  return { product, column: columns.find(({ id }) => id === columnId) }
}
