import { type RefObject, useLayoutEffect, useRef, useState } from 'react'
import type { SourcedProduct } from '#core/products/schema.ts'
import type { PlacedColumn } from './table-row.tsx'

/** The cell with the keyboard focus. */
export type Cursor = { id: string; columnId: string }

/**
 * The cell with the keyboard focus, by product and column, so that it stays with its product when the list is sorted
 * again. Moving it focuses the cell once the cell is drawn.
 */
export function useCursor(
  products: readonly SourcedProduct[],
  columns: readonly PlacedColumn[],
  boxRef: RefObject<HTMLElement | null>,
  /** Called with the product whose row must stay in the document. */
  onKeep: (productId: string) => void,
) {
  const [cursor, setKnownCursor] = useState<Cursor | null>(null)
  const wantsFocus = useRef(false)
  const [request, setRequest] = useState(0)
  const index = cursor === null ? -1 : products.findIndex(({ id }) => id === cursor.id)
  const columnIndex = cursor === null ? -1 : columns.findIndex(({ column }) => column.id === cursor.columnId)
  const lastIndex = useRef(0)
  if (index >= 0) lastIndex.current = index

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked for again although the cursor may not have moved
  useLayoutEffect(() => {
    if (!wantsFocus.current || !cursor) return
    const cell = findCell(boxRef.current, cursor)
    if (!cell) return
    wantsFocus.current = false
    cell.focus({ preventScroll: true })
    cell.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [cursor, request, boxRef])

  function setCursor(next: Cursor) {
    setKnownCursor((known) => (known?.id === next.id && known.columnId === next.columnId ? known : next))
    onKeep(next.id)
  }

  function focusOn(next: Cursor) {
    wantsFocus.current = true
    setCursor(next)
    setRequest((count) => count + 1)
  }

  /** Moves to a cell by position; the edges stop it. */
  function goTo(row: number, column: number): void {
    const product = products[Math.min(Math.max(row, 0), products.length - 1)]
    const placed = columns[Math.min(Math.max(column, 0), columns.length - 1)]
    if (product && placed) focusOn({ id: product.id, columnId: placed.column.id })
  }

  return {
    cursor,
    index,
    columnIndex,
    focusOn,
    goTo,
    /** From the cursor's cell, or into the first cell with text. */
    move(rows: number, cells: number) {
      if (cursor === null) goTo(rows < 0 ? products.length - 1 : 0, firstWords(columns))
      // The product left the list: the keyboard continues from the row that took its place.
      else if (index === -1) goTo(lastIndex.current, Math.max(columnIndex, 0))
      else goTo(index + rows, Math.max(columnIndex, 0) + cells)
    },
    /** The browser has moved the focus there automatically. */
    follow: setCursor,
    /** Back into the cell, such as after its editor closed. */
    refocus: () => cursor && focusOn(cursor),
  }
}
export type CursorControl = ReturnType<typeof useCursor>

const firstWords = (columns: readonly PlacedColumn[]) =>
  Math.max(
    columns.findIndex(({ column }) => column.id === 'title'),
    0,
  )

function findCell(box: HTMLElement | null, { id, columnId }: Cursor): HTMLElement | null {
  return box?.querySelector<HTMLElement>(`[data-row-id="${id}"] > [data-column="${columnId}"]`) ?? null
}
