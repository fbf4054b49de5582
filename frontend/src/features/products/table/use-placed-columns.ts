import {
  columnOrderingFeature,
  columnPinningFeature,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  createColumnHelper,
  functionalUpdate,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import { useMemo } from 'react'
import type { SourcedProduct } from '#core/products/schema.ts'
import { changeColumn, MIN_WIDTH, type TableColumn } from './table-columns.ts'
import { type PlacedColumn, SELECT_WIDTH } from './table-row.tsx'

const features = tableFeatures({
  columnOrderingFeature,
  columnPinningFeature,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
})
const helper = createColumnHelper<typeof features, SourcedProduct>()
const NO_ROWS: SourcedProduct[] = []

/**
 * Where the columns stand on screen, pinned ones first, and the dragging of their edges. The rows are the API's own: it
 * filters and sorts, so the table is given none.
 */
export function usePlacedColumns(
  arranged: readonly TableColumn[],
  onArrange: (columns: readonly TableColumn[]) => void,
) {
  const columns = useMemo(
    () =>
      helper.columns(
        arranged.map(({ id, label, width }) => helper.display({ id, header: label, size: width, minSize: MIN_WIDTH })),
      ),
    [arranged],
  )
  const state = useMemo(
    () => ({
      columnOrder: arranged.map(({ id }) => id),
      columnVisibility: Object.fromEntries(arranged.map(({ id, isHidden }) => [id, !isHidden])),
      columnPinning: { start: arranged.filter(({ isPinned }) => isPinned).map(({ id }) => id), end: [] },
      columnSizing: Object.fromEntries(arranged.map(({ id, width }) => [id, width])),
    }),
    [arranged],
  )
  const table = useTable({
    features,
    columns,
    data: NO_ROWS,
    state,
    columnResizeMode: 'onEnd',
    onColumnSizingChange: (updater) => {
      const sizes = functionalUpdate(updater, state.columnSizing)
      const changed = arranged.find(({ id, width }) => sizes[id] !== undefined && sizes[id] !== width)
      const width = changed && sizes[changed.id]
      if (changed && width !== undefined) onArrange(changeColumn(arranged, changed.id, { width }))
    },
  })

  const placed = useMemo((): readonly PlacedColumn[] => {
    const byId = new Map(arranged.map((column) => [column.id, column]))
    const shown = [...table.getStartVisibleLeafColumns(), ...table.getCenterVisibleLeafColumns()]
    const lastPinned = table.getStartVisibleLeafColumns().at(-1)?.id
    return shown.flatMap((placedColumn) => {
      const column = byId.get(placedColumn.id)
      if (!column) return []
      const isPinned = placedColumn.getIsPinned() === 'start'
      const startPx = isPinned ? SELECT_WIDTH + placedColumn.getStart('start') : null
      return [{ column, widthPx: placedColumn.getSize(), startPx, isLastPinned: column.id === lastPinned }]
    })
  }, [arranged, table])

  const { isResizingColumn, deltaOffset } = table.state.columnResizing
  const headers = new Map(table.getFlatHeaders().map((header) => [header.column.id, header]))
  return {
    placed,
    widthPx: SELECT_WIDTH + placed.reduce((sum, { widthPx }) => sum + widthPx, 0),
    pinnedWidthPx: SELECT_WIDTH + table.getStartTotalSize(),
    startResize: (columnId: string) => (event: unknown) => headers.get(columnId)?.getResizeHandler()(event),
    /** How far the edge of a column has been dragged; null when it is not. */
    draggedPx: (columnId: string) => (isResizingColumn === columnId ? (deltaOffset ?? 0) : null),
  }
}
