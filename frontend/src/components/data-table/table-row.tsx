import { type ComponentType, memo, type ReactNode } from 'react'
import { cn } from '#ui/class-names.ts'
import { SELECT_WIDTH } from './select-loaded.tsx'

/** A column of a table with fixed columns. */
export type RowColumn<Id extends string = string> = {
  id: Id
  label: string
  /** px; in a table as long as the page, the cells decide. */
  width?: number
  /** The API's name of the order; null when the list cannot be sorted by it. */
  sorts: string | null
  /** The shown value rises while the API's column falls: an age, by its start. */
  isReversed?: boolean
  /** Aligns numbers at the end of their cell. */
  isAtEnd?: boolean
  /** Stays visible when the table scrolls sideways. */
  isPinned?: boolean
  /** Takes the width that the other columns leave. */
  isGrowing?: boolean
  /** Class of a cell in a table as long as the page, where a narrow window turns the row into a card. */
  cellClassName?: string
}

/** Draws the cells of one row. It may use hooks; all rows share `context`. */
export type CellsProps<Row, Id extends string, Context> = {
  row: Row
  context: Context
  children: (cells: Record<Id, ReactNode>) => ReactNode
}

export type RowLook<Row, Id extends string, Context> = {
  columns: readonly RowColumn<Id>[]
  cells: ComponentType<CellsProps<Row, Id, Context>>
  context: Context
  heightPx: number
  /** Where pinned columns begin: after the checkbox, if the table has one. */
  pinnedFromPx: number
  canSelect: boolean
  canOpen: boolean
}

type TableRowProps<Row, Id extends string, Context> = {
  row: Row & { id: string }
  /** The name of the row for screen readers. */
  name: string
  /** From 0, in the whole list. */
  index: number
  topPx: number
  isSelected: boolean
  look: RowLook<Row, Id, Context>
}

function Row<Row, Id extends string, Context>(props: TableRowProps<Row, Id, Context>) {
  const { row, name, index, topPx, isSelected, look } = props
  const { columns, cells: Cells, context, heightPx, pinnedFromPx, canSelect, canOpen } = look
  const ground = isSelected ? 'bg-accent-soft' : 'bg-canvas group-hover:bg-hover'
  return (
    <tr
      aria-rowindex={index + 2}
      data-row-id={row.id}
      className={cn('group absolute flex w-full text-table has-[[role=alert]]:z-[2]', canOpen && 'cursor-pointer')}
      style={{ height: heightPx, transform: `translateY(${topPx}px)`, top: 0 }}
    >
      {canSelect && (
        <td
          className={cn('sticky left-0 z-[1] flex shrink-0 items-center justify-center border-b border-line', ground)}
          style={{ width: SELECT_WIDTH }}
        >
          <input
            type="checkbox"
            checked={isSelected}
            readOnly
            data-selects
            aria-label={`Select ${name}`}
            className="size-4 cursor-pointer accent-accent-solid"
          />
        </td>
      )}
      <Cells row={row} context={context}>
        {(cells) =>
          columns.map((column) => (
            <td
              key={column.id}
              className={cn(
                'flex min-w-0 items-center border-b border-line px-2',
                column.isAtEnd && 'justify-end text-right tabular-nums',
                column.isPinned && 'sticky z-[1] border-r',
                column.isGrowing ? 'grow' : 'shrink-0',
                ground,
              )}
              style={{ width: column.width, ...(column.isPinned && { left: pinnedFromPx }) }}
            >
              {cells[column.id]}
            </td>
          ))
        }
      </Cells>
    </tr>
  )
}

/** One row. It is drawn again only when its own data changes. */
// safe: memo changes nothing about the props; its type loses their parameters
export const TableRow = memo(Row) as typeof Row
