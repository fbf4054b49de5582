import type { ComponentType } from 'react'
import type { Sorting } from './table-head.tsx'
import type { CellsProps, RowColumn } from './table-row.tsx'
import type { Selection } from './use-selection.ts'

/** The options of every table of rows, in a box or as long as the page. */
export type TableOptions<Row extends { id: string }, Id extends string, Context> = {
  /** Names the table: "Listings". */
  label: string
  columns: readonly RowColumn<Id>[]
  rows: readonly Row[]
  /** The name of a row for screen readers. */
  nameOf: (row: Row) => string
  cells: ComponentType<CellsProps<Row, Id, Context>>
  /** Keep it the same object: a new object draws every row again. */
  context: Context
  /** How many rows the server has; undefined while unknown. */
  total: number | undefined
  /** The rows on screen belong to the earlier filters. */
  isStale: boolean
  /** Without it the table cannot be sorted. */
  sorting?: Sorting
  /** Without it no row can be selected. */
  selection?: Selection
  /** A press on a row, outside the controls in the row. */
  onOpen?: (id: string) => void
  onEndReached?: () => void
}
