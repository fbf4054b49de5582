import { ArrowDown, ArrowUp } from 'lucide-react'
import { cn } from '#ui/class-names.ts'
import { nextSort, type Sorted, sortedAs } from './sort.ts'
import type { RowColumn } from './table-row.tsx'

/** The order of a list. `first` is the direction after the first press on a column's head. */
export type Sorting = { sort: string; onSort: (sort: string) => void; first: Exclude<Sorted, 'none'> }

type HeadProps = { column: RowColumn; sorting: Sorting | undefined }

/** The head of a column with a fixed width. `pinnedFromPx` is where pinned columns begin. */
export function ColumnHead({ column, sorting, pinnedFromPx }: HeadProps & { pinnedFromPx: number }) {
  return (
    <th
      scope="col"
      {...ariaSortOf(column, sorting)}
      className={cn(
        'flex items-center border-b border-line bg-canvas px-2 text-left text-meta font-medium text-muted',
        column.isAtEnd && 'justify-end text-right',
        column.isPinned && 'sticky z-[2] border-r',
        column.isGrowing ? 'grow' : 'shrink-0',
      )}
      style={{ width: column.width, ...(column.isPinned && { left: pinnedFromPx }) }}
    >
      <HeadWords column={column} sorting={sorting} />
    </th>
  )
}

/** The text of a column's head: a button where the list can be sorted by the column. */
export function HeadWords({ column, sorting }: HeadProps) {
  const sorted = sorting && sortedAs(column, sorting.sort)
  if (!sorting || !sorted) return column.label
  const isSorted = sorted !== 'none'
  const Icon = sorted === 'ascending' ? ArrowUp : ArrowDown
  return (
    <button
      type="button"
      onClick={() => sorting.onSort(nextSort(column, sorting.sort, sorting.first))}
      className={cn('flex items-center gap-1 hover:text-ink', isSorted && 'text-ink')}
    >
      {column.label}
      {isSorted && <Icon className="size-3.5" aria-hidden="true" />}
    </button>
  )
}

/** The order, for screen readers. */
export function ariaSortOf(column: RowColumn, sorting: Sorting | undefined): { 'aria-sort'?: Sorted } {
  const sorted = sorting && sortedAs(column, sorting.sort)
  return sorted ? { 'aria-sort': sorted } : {}
}
