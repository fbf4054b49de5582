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
import { SELECT_WIDTH } from '#app/components/data-table/select-loaded.tsx'
import type { SourcedProduct } from '#core/products/schema.ts'
import { changeColumn, MIN_WIDTH, type TableColumn } from './table-columns.ts'
import type { PlacedColumn } from './table-row.tsx'

const features = tableFeatures({
  columnOrderingFeature,
  columnPinningFeature,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
})
const helper = createColumnHelper<typeof features, SourcedProduct>()
const NO_ROWS: SourcedProduct[] = []

/** In a narrow window pinned columns take at most this share of it, so that the others stay visible. */
const PINNED_SHARE = 0.6
const MIN_PINNED_WIDTH = 120

function shrinkWidest(widths: Map<string, number>, ids: readonly string[], roomPx: number): void {
  const total = ids.reduce((sum, id) => sum + (widths.get(id) ?? 0), 0)
  const widest = ids.toSorted((one, other) => (widths.get(other) ?? 0) - (widths.get(one) ?? 0))[0]
  if (widest === undefined || total <= roomPx) return
  const widthPx = widths.get(widest) ?? 0
  widths.set(widest, Math.max(Math.min(MIN_PINNED_WIDTH, widthPx), widthPx - (total - roomPx)))
}

/**
 * The positions of the columns on screen, pinned ones first, and the dragging of their edges. The API filters and
 * sorts, so the table gets no rows.
 */
export function usePlacedColumns(
  arranged: readonly TableColumn[],
  onArrange: (columns: readonly TableColumn[]) => void,
  boxWidthPx: number,
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
    const widths = new Map(shown.map((column) => [column.id, column.getSize()]))
    const pinned = table.getStartVisibleLeafColumns().map(({ id }) => id)
    shrinkWidest(widths, pinned, boxWidthPx * PINNED_SHARE - SELECT_WIDTH)
    let startPx = SELECT_WIDTH
    return shown.flatMap(({ id }) => {
      const column = byId.get(id)
      const widthPx = widths.get(id)
      if (!column || widthPx === undefined) return []
      const isPinned = pinned.includes(id)
      const place = { column, widthPx, startPx: isPinned ? startPx : null, isLastPinned: id === pinned.at(-1) }
      if (isPinned) startPx += widthPx
      return [place]
    })
  }, [arranged, table, boxWidthPx])

  const { isResizingColumn, deltaOffset } = table.state.columnResizing
  const headers = new Map(table.getFlatHeaders().map((header) => [header.column.id, header]))
  return {
    placed,
    widthPx: SELECT_WIDTH + placed.reduce((sum, { widthPx }) => sum + widthPx, 0),
    pinnedWidthPx: placed.reduce((sum, { startPx, widthPx }) => sum + (startPx === null ? 0 : widthPx), SELECT_WIDTH),
    startResize: (columnId: string) => (event: unknown) => headers.get(columnId)?.getResizeHandler()(event),
    /** How far the edge of a column has been dragged; null when it is not being dragged. */
    draggedPx: (columnId: string) => (isResizingColumn === columnId ? (deltaOffset ?? 0) : null),
  }
}
