import { closestCenter, DndContext, type DragEndEvent, PointerSensor, useSensor, useSensors } from '@dnd-kit/core'
import { horizontalListSortingStrategy, SortableContext } from '@dnd-kit/sortable'
import { type ReactNode, useMemo } from 'react'
import { ColumnHeader } from '#app/components/data-table/column-header.tsx'
import { HEADER_HEIGHT } from '#app/components/data-table/rows-table.tsx'
import { SELECT_WIDTH, SelectLoaded } from '#app/components/data-table/select-loaded.tsx'
import { nextSort, sortedAs } from '#app/components/data-table/sort.ts'
import type { Selection } from '#app/components/data-table/use-selection.ts'
import { isAtEnd } from './cell.tsx'
import { changeColumn, moveColumn, type TableColumn } from './table-columns.ts'
import type { usePlacedColumns } from './use-placed-columns.ts'

/** A shorter move is a click on the header. */
const DRAG_FROM_PX = 6

type ColumnDragProps = {
  arranged: readonly TableColumn[]
  onArrange: (columns: readonly TableColumn[]) => void
  children: ReactNode
}

/** Around a table whose columns are moved by dragging their heads. */
export function ColumnDrag({ arranged, onArrange, children }: ColumnDragProps) {
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: DRAG_FROM_PX } }))

  function onDragEnd({ active, over }: DragEndEvent) {
    const target = over && arranged.find(({ id }) => id === over.id)
    if (!target || active.id === target.id) return
    const moved = moveColumn(arranged, String(active.id), target.id)
    // A column that is dropped among the pinned columns becomes pinned, and the other way round.
    onArrange(changeColumn(moved, String(active.id), { isPinned: target.isPinned }))
  }

  return (
    <DndContext sensors={sensors} collisionDetection={closestCenter} onDragEnd={onDragEnd} accessibility={QUIET}>
      {children}
    </DndContext>
  )
}

type TableHeadProps = Omit<ColumnDragProps, 'children'> & {
  layout: ReturnType<typeof usePlacedColumns>
  sort: string
  onSort: (sort: string) => void
  selection: Selection
  /** The column whose header Tab reaches. */
  reachableId: string | undefined
}

/** The heads of the columns, always visible while the rows scroll. */
export function TableHead({ arranged, onArrange, layout, sort, onSort, selection, reachableId }: TableHeadProps) {
  const { placed } = layout
  // A new array would measure and draw every head again.
  const ids = useMemo(() => placed.map(({ column }) => column.id), [placed])
  return (
    <SortableContext items={ids} strategy={horizontalListSortingStrategy}>
      <thead className="sticky top-0 z-20 block" style={{ width: layout.widthPx }}>
        <tr aria-rowindex={1} className="flex" style={{ height: HEADER_HEIGHT }}>
          <th
            scope="col"
            aria-colindex={1}
            className="sticky left-0 z-[2] flex items-center justify-center border-b border-line bg-canvas"
            style={{ width: SELECT_WIDTH }}
          >
            <SelectLoaded selection={selection} rowsName="products" />
          </th>
          {placed.map(({ column, widthPx, startPx, isLastPinned }, at) => (
            <ColumnHeader
              key={column.id}
              id={column.id}
              label={column.label}
              index={at + 2}
              widthPx={widthPx}
              startPx={startPx}
              isLastPinned={isLastPinned}
              isAtEnd={isAtEnd(column)}
              sorted={sortedAs({ sorts: column.sort }, sort)}
              isReachable={column.id === reachableId}
              onSort={() => onSort(nextSort({ sorts: column.sort }, sort))}
              onResize={(width) => onArrange(changeColumn(arranged, column.id, { width }))}
              onResizeStart={layout.startResize(column.id)}
              draggedPx={layout.draggedPx(column.id)}
            />
          ))}
        </tr>
      </thead>
    </SortableContext>
  )
}

// The keyboard moves columns in the Display panel, so dragging announces nothing.
const QUIET = {
  announcements: {
    onDragStart: () => undefined,
    onDragOver: () => undefined,
    onDragEnd: () => undefined,
    onDragCancel: () => undefined,
  },
  screenReaderInstructions: { draggable: '' },
}
