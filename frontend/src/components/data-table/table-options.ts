import type { ComponentType } from 'react'
import type { Sorting } from './table-head.tsx'
import type { CellsProps, RowColumn } from './table-row.tsx'
import type { Selection } from './use-selection.ts'

/** What a table of rows is told, whether it scrolls in a box or is as long as the page. */
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
