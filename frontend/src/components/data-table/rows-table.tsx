import type { ComponentType } from 'react'
import { BoxTable } from './box-table.tsx'
import { PageTable } from './page-table.tsx'
import type { Sorting } from './table-head.tsx'
import type { CellsProps, RowColumn } from './table-row.tsx'
import type { Selection } from './use-selection.ts'

export type TableOptions<Row extends { id: string }, Id extends string, Context> = {
  /** Names the table: "Listings". */
  label: string
  columns: readonly RowColumn<Id>[]
  rows: readonly Row[]
  /** What a screen reader calls a row. */
  nameOf: (row: Row) => string
  cells: ComponentType<CellsProps<Row, Id, Context>>
  /** Keep it the same object: a new one draws every row again. */
  context: Context
  /** How many rows there are on the server; undefined while unknown. */
  total: number | undefined
  /** What is on screen belongs to the question before. */
  isStale: boolean
  /** Without it the table has no order to choose. */
  sorting?: Sorting
  /** Without it no row can be selected. */
  selection?: Selection
  /** A press on a row, outside what can be pressed in the row. */
  onOpen?: (id: string) => void
  onEndReached?: () => void
}

type RowsTableProps<Row extends { id: string }, Id extends string, Context> = TableOptions<Row, Id, Context> &
  ({ scroll: 'box'; rowHeightPx: number } | { scroll: 'page' })

/**
 * A table of rows. In a `box` it may have any length: only the rows in view are in the document, and the head and the
 * pinned columns stay in sight while the box scrolls. As long as the `page`, it is for lists that are read from the top.
 */
export function RowsTable<Row extends { id: string }, Id extends string, Context>(
  props: RowsTableProps<Row, Id, Context>,
) {
  return props.scroll === 'box' ? <BoxTable {...props} /> : <PageTable {...props} />
}
