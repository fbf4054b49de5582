import { memo } from 'react'
import { SELECT_WIDTH } from '#app/components/data-table/select-loaded.tsx'
import { addresses } from '#app/lib/addresses.ts'
import type { SourcedProduct } from '#core/products/schema.ts'
import { cn } from '#ui/class-names.ts'
import type { ProductLists } from '../product-lists.ts'
import { Cell } from './cell.tsx'
import { CellEditor, type EditorProps } from './cell-editor.tsx'
import type { CellFormat } from './cell-format.ts'
import type { TableColumn } from './table-columns.ts'

/** A column on screen. `startPx` is the left edge of a pinned column. */
export type PlacedColumn = { column: TableColumn; widthPx: number; startPx: number | null; isLastPinned: boolean }

/**
 * The column whose value is edited, and the column that the editor covers: a status may be set while its column is
 * hidden.
 */
export type Editing = { id: string; overColumnId: string; column: TableColumn; initialText: string | undefined }

export type EditorActions = Pick<EditorProps, 'onCancel'> & {
  check: (product: SourcedProduct, column: TableColumn, text: string) => string | null
  onText: (product: SourcedProduct, column: TableColumn, ...rest: Parameters<EditorProps['onText']>) => void
  onChoice: (product: SourcedProduct, column: TableColumn, ...rest: Parameters<EditorProps['onChoice']>) => void
}

type TableRowProps = {
  product: SourcedProduct
  /** From 0, in the whole list. */
  index: number
  topPx: number
  heightPx: number
  widthPx: number
  columns: readonly PlacedColumn[]
  lists: ProductLists
  format: CellFormat
  isSelected: boolean
  /** The column of the cursor, when the cursor is in this row. */
  cursorColumnId: string | null
  editing: Editing | null
  actions: EditorActions
}

/** One product. Drawn again only when its own data changes. */
export const TableRow = memo(function TableRow({
  product,
  index,
  topPx,
  heightPx,
  widthPx,
  columns,
  lists,
  format,
  isSelected,
  cursorColumnId,
  editing,
  actions,
}: TableRowProps) {
  // A press opens the product beside the list. The link has no search part, because the list's URL would draw every row
  // again with each typed key.
  const href = addresses.product(product.id)
  const ground = isSelected ? 'bg-accent-soft' : 'bg-canvas group-hover/row:bg-hover'
  return (
    <tr
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      data-row-id={product.id}
      className={cn('group/row absolute left-0 flex', editing && 'z-10')}
      style={{ top: topPx, height: heightPx, width: widthPx }}
    >
      <td
        aria-colindex={1}
        className={cn('sticky left-0 z-[1] flex items-center justify-center border-b border-line', ground)}
        style={{ width: SELECT_WIDTH }}
      >
        <input
          type="checkbox"
          tabIndex={-1}
          data-selects
          checked={isSelected}
          readOnly
          aria-label={`Select ${product.title ?? product.asin}`}
          className={cn(
            'size-4 cursor-pointer accent-accent-solid opacity-0 group-hover/row:opacity-100 checked:opacity-100',
            cursorColumnId !== null && 'opacity-100',
          )}
        />
      </td>
      {columns.map(({ column, widthPx: cellWidth, startPx, isLastPinned }, at) => (
        <td
          key={column.id}
          aria-colindex={at + 2}
          data-column={column.id}
          tabIndex={cursorColumnId === column.id ? 0 : -1}
          className={cn(
            'flex shrink-0 items-center border-b border-line px-2 text-table',
            'focus-visible:outline-2 focus-visible:-outline-offset-2 focus-visible:outline-accent',
            startPx === null ? 'relative' : 'sticky z-[1]',
            isLastPinned && 'border-r',
            ground,
          )}
          style={startPx === null ? { width: cellWidth } : { width: cellWidth, left: startPx }}
        >
          <span className="flex min-w-0 flex-1 items-center overflow-hidden">
            <Cell product={product} column={column} lists={lists} format={format} href={href} />
          </span>
          {editing?.overColumnId === column.id && (
            <CellEditor
              product={product}
              column={editing.column}
              lists={lists}
              initialText={editing.initialText}
              check={(text) => actions.check(product, editing.column, text)}
              onText={(text, step) => actions.onText(product, editing.column, text, step)}
              onChoice={(ids, step) => actions.onChoice(product, editing.column, ids, step)}
              onCancel={actions.onCancel}
            />
          )}
        </td>
      ))}
    </tr>
  )
})
