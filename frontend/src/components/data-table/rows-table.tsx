import { type MouseEvent, type ReactNode, useMemo } from 'react'
import { cn } from '#ui/class-names.ts'
import { useEndReached } from '#ui/rows-in-window.ts'
import { idOf, openRow } from './open-row.ts'
import { SELECT_WIDTH, SelectLoaded } from './select-loaded.tsx'
import { ColumnHead } from './table-head.tsx'
import type { TableOptions } from './table-options.ts'
import { type RowLook, TableRow } from './table-row.tsx'
import { useRowsInBox } from './use-rows-in-box.ts'

/** Height of a table's head, px. */
export const HEADER_HEIGHT = 36
/** Rows below the window when the next page is requested, early enough that scrolling rarely waits. */
const AHEAD = 40

type RowsTableProps<Row extends { id: string }, Id extends string, Context> = TableOptions<Row, Id, Context> & {
  rowHeightPx: number
}

/**
 * A table of any length in a box that scrolls both ways: only the visible rows are in the document, and the head and
 * the pinned columns stay visible.
 */
export function RowsTable<Row extends { id: string }, Id extends string, Context>(
  props: RowsTableProps<Row, Id, Context>,
) {
  const { rows, rowHeightPx, columns, isStale, onEndReached, selection } = props
  const { boxRef, virtualizer } = useRowsInBox(rows.length, rowHeightPx, HEADER_HEIGHT, null)
  const items = virtualizer.getVirtualItems()
  const lastShown = virtualizer.range?.endIndex ?? items.at(-1)?.index
  const isNearEnd = lastShown !== undefined && lastShown >= rows.length - AHEAD
  useEndReached(isNearEnd, rows.length, () => onEndReached?.())
  const widthPx = columns.reduce((sum, { width = 0 }) => sum + width, selection ? SELECT_WIDTH : 0)
  return (
    <div
      ref={boxRef}
      data-table-box
      className={cn('relative min-h-0 flex-1 overflow-auto border-t border-line', isStale && 'opacity-60')}
      style={{ scrollPaddingTop: HEADER_HEIGHT }}
    >
      <Table
        {...props}
        shown={items.map(({ index, start }) => ({ index, topPx: start }))}
        style={{ width: widthPx, height: virtualizer.getTotalSize() }}
      />
    </div>
  )
}

type TableProps<Row extends { id: string }, Id extends string, Context> = RowsTableProps<Row, Id, Context> & {
  shown: readonly { index: number; topPx: number }[]
  style: React.CSSProperties
}

function Table<Row extends { id: string }, Id extends string, Context>(props: TableProps<Row, Id, Context>): ReactNode {
  const { label, columns, rows, nameOf, cells, context, rowHeightPx, total, isStale, sorting, selection, onOpen } =
    props
  const canSelect = selection !== undefined
  const canOpen = onOpen !== undefined
  const look = useMemo(
    (): RowLook<Row, Id, Context> => ({
      columns,
      cells,
      context,
      heightPx: rowHeightPx,
      pinnedFromPx: canSelect ? SELECT_WIDTH : 0,
      canSelect,
      canOpen,
    }),
    [columns, cells, context, rowHeightPx, canSelect, canOpen],
  )

  // One listener for all rows: a row is drawn again only when its own data changes, so a listener of its own would see
  // an old selection.
  function onClick(event: MouseEvent) {
    const id = selection && idOf(event.target, '[data-selects]')
    if (!id) openRow(event, onOpen)
    else if (event.shiftKey) selection.selectTo(id)
    else selection.toggle(id)
  }

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: each row has a link and a tick box the keyboard reaches; the row is only a larger place to press
    <table
      aria-label={label}
      aria-rowcount={total === undefined ? -1 : total + 1}
      aria-busy={isStale}
      className="relative block min-w-full"
      style={props.style}
      onClick={onClick}
    >
      <thead className="sticky top-0 z-20 block">
        <tr aria-rowindex={1} className="flex" style={{ height: HEADER_HEIGHT }}>
          {selection && (
            <th
              scope="col"
              className="sticky left-0 z-[2] flex shrink-0 items-center justify-center border-b border-line bg-canvas"
              style={{ width: SELECT_WIDTH }}
            >
              <SelectLoaded selection={selection} rowsName={label.toLowerCase()} />
            </th>
          )}
          {columns.map((column) => (
            <ColumnHead key={column.id} column={column} sorting={sorting} pinnedFromPx={look.pinnedFromPx} />
          ))}
        </tr>
      </thead>
      <tbody className="contents">
        {props.shown.map(({ index, topPx }) => {
          const row = rows[index]
          if (!row) return null
          return (
            <TableRow
              key={row.id}
              row={row}
              name={nameOf(row)}
              index={index}
              topPx={topPx}
              isSelected={selection?.isSelected(row.id) ?? false}
              look={look}
            />
          )
        })}
      </tbody>
    </table>
  )
}
