import { ArrowDown, ArrowUp } from 'lucide-react'
import { type ComponentType, type MouseEvent, type ReactNode, useMemo } from 'react'
import { cn } from '#ui/class-names.ts'
import { SELECT_WIDTH, SelectLoaded } from './select-loaded.tsx'
import { nextSort, type Sorted, sortedAs } from './sort.ts'
import { type CellsProps, type RowColumn, type RowLook, TableRow } from './table-row.tsx'
import { useRowsInBox } from './use-rows-in-box.ts'
import { useEndReached, useRowsInWindow } from './use-rows-in-window.ts'
import type { Selection } from './use-selection.ts'

/** Height of a table's head, px. */
export const HEADER_HEIGHT = 36
/** Rows left below the window when the next page is asked for: scrolling should not have to wait. */
const AHEAD = 40

type RowsTableProps<Row extends { id: string }, Id extends string, Context> = {
  /** Names the table: "Listings". */
  label: string
  columns: readonly RowColumn<Id>[]
  rows: readonly Row[]
  /** What a screen reader calls a row. */
  nameOf: (row: Row) => string
  cells: ComponentType<CellsProps<Row, Id, Context>>
  /** Keep it the same object: a new one draws every row again. */
  context: Context
  rowHeightPx: number
  /** How many rows there are on the server; undefined while unknown. */
  total: number | undefined
  /** What is on screen belongs to the question before. */
  isStale: boolean
  /** Without it the table has no order to choose. */
  sorting?: { sort: string; onSort: (sort: string) => void; first: Exclude<Sorted, 'none'> }
  /** Without it no row can be selected. */
  selection?: Selection
  /** A press on a row, outside what can be pressed in the row. */
  onOpen?: (id: string) => void
  onEndReached?: () => void
}

/**
 * A table of any length: only the rows in view are in the document. It fills a box that scrolls, so that the head and the
 * pinned columns stay in sight, or is as long as the page and scrolls with the window.
 */
export function RowsTable<Row extends { id: string }, Id extends string, Context>({
  scroll,
  ...props
}: RowsTableProps<Row, Id, Context> & { scroll: 'box' | 'window' }) {
  return scroll === 'box' ? <BoxTable {...props} /> : <WindowTable {...props} />
}

function BoxTable<Row extends { id: string }, Id extends string, Context>(props: RowsTableProps<Row, Id, Context>) {
  const { rows, rowHeightPx, columns, isStale, onEndReached, selection } = props
  const { boxRef, virtualizer } = useRowsInBox(rows.length, rowHeightPx, HEADER_HEIGHT, null)
  const items = virtualizer.getVirtualItems()
  const lastShown = virtualizer.range?.endIndex ?? items.at(-1)?.index
  const isNearEnd = lastShown !== undefined && lastShown >= rows.length - AHEAD
  useEndReached(isNearEnd, rows.length, () => onEndReached?.())
  const widthPx = columns.reduce((sum, { width }) => sum + width, selection ? SELECT_WIDTH : 0)
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
        headClassName="sticky top-0 z-20"
        style={{ width: widthPx, height: virtualizer.getTotalSize() }}
      />
    </div>
  )
}

function WindowTable<Row extends { id: string }, Id extends string, Context>(props: RowsTableProps<Row, Id, Context>) {
  const { rows, rowHeightPx, isStale, onEndReached } = props
  const { bodyRef, virtualizer } = useRowsInWindow<HTMLDivElement>(rows.length, rowHeightPx)
  const items = virtualizer.getVirtualItems()
  const { scrollMargin } = virtualizer.options
  const last = items.at(-1)
  useEndReached(last !== undefined && last.index >= rows.length - AHEAD, rows.length, () => onEndReached?.())
  return (
    <div ref={bodyRef} className={cn(isStale && 'opacity-60')}>
      <Table
        {...props}
        shown={items.map(({ index, start }) => ({ index, topPx: start - scrollMargin + HEADER_HEIGHT }))}
        style={{ height: virtualizer.getTotalSize() + HEADER_HEIGHT }}
      />
    </div>
  )
}

type TableProps<Row extends { id: string }, Id extends string, Context> = RowsTableProps<Row, Id, Context> & {
  shown: readonly { index: number; topPx: number }[]
  headClassName?: string
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

  // One listener for all rows: a row is drawn again only when its own data changes, and would act on an old selection.
  function onClick({ target, shiftKey }: MouseEvent) {
    if (!(target instanceof Element)) return
    const id = target.closest('[data-row-id]')?.getAttribute('data-row-id')
    if (!id) return
    if (selection && target.closest('[data-selects]')) {
      if (shiftKey) selection.selectTo(id)
      else selection.toggle(id)
    } else if (!target.closest('a, button, input, label, [role]')) onOpen?.(id)
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
      <thead className={cn('block', props.headClassName)}>
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
            <Head key={column.id} column={column} sorting={sorting} pinnedFromPx={look.pinnedFromPx} />
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

type HeadProps = {
  column: RowColumn
  sorting: RowsTableProps<{ id: string }, string, unknown>['sorting'] | undefined
  pinnedFromPx: number
}

function Head({ column, sorting, pinnedFromPx }: HeadProps) {
  const sorted = sorting ? sortedAs(column, sorting.sort) : null
  const isSorted = sorted === 'ascending' || sorted === 'descending'
  const Icon = sorted === 'ascending' ? ArrowUp : ArrowDown
  return (
    <th
      scope="col"
      {...(sorted !== null && { 'aria-sort': sorted })}
      className={cn(
        'flex items-center border-b border-line bg-canvas px-2 text-left text-meta font-medium text-muted',
        column.isAtEnd && 'justify-end text-right',
        column.isPinned && 'sticky z-[2] border-r',
        column.isGrowing ? 'grow' : 'shrink-0',
      )}
      style={{ width: column.width, ...(column.isPinned && { left: pinnedFromPx }) }}
    >
      {sorted === null || !sorting ? (
        column.label
      ) : (
        <button
          type="button"
          onClick={() => sorting.onSort(nextSort(column, sorting.sort, sorting.first))}
          className={cn('flex items-center gap-1 hover:text-ink', isSorted && 'text-ink')}
        >
          {column.label}
          {isSorted && <Icon className="size-3.5" aria-hidden="true" />}
        </button>
      )}
    </th>
  )
}
