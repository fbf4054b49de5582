import { useRef } from 'react'
import type { Selection } from '#app/components/data-table/use-selection.ts'
import type { SourcedProduct } from '#core/products/schema.ts'
import { useShortcuts } from '#ui/keyboard.ts'
import type { TableColumn } from './table-columns.ts'
import type { CursorControl } from './use-cursor.ts'

type GridKeysOptions = {
  cursor: CursorControl
  products: readonly SourcedProduct[]
  columns: readonly TableColumn[]
  selection: Selection
  /** Rows that are visible at once. */
  pageRows: number
  onOpen: (product: SourcedProduct) => void
  /** Starts editing the cell under the cursor as that column. */
  onEdit: (product: SourcedProduct, column: TableColumn, initialText?: string) => void
  onClear: (product: SourcedProduct, column: TableColumn) => void
  onStatus: (product: SourcedProduct) => void
}

/** Keys with a row action, directly or after `g`: any other character starts editing the cell. */
const KEYS = new Set(['j', 'k', 'x', 's', 'e', 'c', 'g', '/', '?', ' '])
const SEQUENCE_MS = 900

/** Values that begin with a digit or a sign: a letter there is always a row action. */
const NO_LETTERS = new Set(['money', 'custom_money', 'quantity', 'custom_number', 'custom_checkbox'])

/** Every key of the table. Letters also work before the table has the focus; arrows and typing need a cell. */
export function useGridKeys({
  cursor,
  products,
  columns,
  selection,
  pageRows,
  onOpen,
  onEdit,
  onClear,
  onStatus,
}: GridKeysOptions) {
  const product = products[cursor.index]
  const column = columns[cursor.columnIndex]
  const goneAt = useRef(Number.NEGATIVE_INFINITY)
  // Whether the person goes through the rows with `j` and `k`, where letters are row actions. Who works in cells (with
  // the mouse, the arrows, Tab) types words: no letter of "kettle" may move to another row or start editing there.
  const isInRows = useRef(false)

  function moveRow(step: 1 | -1, isExtending: boolean) {
    const next = products[cursor.index + step]
    if (isExtending && product && next) {
      if (selection.isSelected(product.id)) selection.selectTo(next.id)
      else selection.selectTo(next.id, product.id)
    }
    cursor.move(step, 0)
  }

  function goThroughRows(step: 1 | -1, isExtending: boolean) {
    isInRows.current = true
    moveRow(step, isExtending)
  }

  /** Whether a letter with a row action is the beginning of a word instead. */
  function beginsWord(key: string): boolean {
    if (!/^[a-z]$/i.test(key) || !column?.isEditable || NO_LETTERS.has(column.kind)) return false
    if (key === key.toLowerCase()) return !isInRows.current
    // Shift and j or k extend a selection that was begun.
    return !(/[JK]/.test(key) && selection.count > 0)
  }

  useShortcuts({
    j: ({ shiftKey }) => goThroughRows(1, shiftKey),
    k: ({ shiftKey }) => goThroughRows(-1, shiftKey),
    x: () => product && selection.toggle(product.id),
    s: () => product && onStatus(product),
    e: () => product && column && onEdit(product, column),
    ' ': () => product && onOpen(product),
    // biome-ignore lint/correctness/noComponentHookFactories: the name of a key, not of a component
    Escape: () => selection.clear(),
    '/': () => document.querySelector<HTMLElement>('input[type="search"]')?.focus(),
  })

  function onKeyDown(event: React.KeyboardEvent) {
    // The popup of a cell is elsewhere in the document, yet React bubbles its keys up to here.
    if (!(event.target instanceof Node) || !event.currentTarget.contains(event.target)) return
    const isInHeader = event.target instanceof Element && event.target.closest('[data-header]') !== null
    if (isInHeader) {
      onHeaderKey(event)
      return
    }
    if (!product || !column || event.altKey) return
    const isWithMod = event.metaKey || event.ctrlKey
    if (event.key.length > 1 && event.key !== 'Shift') isInRows.current = false
    const act = (action: () => void) => {
      event.preventDefault()
      action()
    }
    const { index, columnIndex, goTo } = cursor
    switch (event.key) {
      case 'ArrowDown':
        return act(() => moveRow(1, event.shiftKey))
      case 'ArrowUp':
        if (index === 0) return act(() => focusHeader(event.currentTarget, column.id))
        return act(() => moveRow(-1, event.shiftKey))
      case 'ArrowRight':
        return act(() => cursor.move(0, 1))
      case 'ArrowLeft':
        return act(() => cursor.move(0, -1))
      case 'Home':
        return act(() => goTo(isWithMod ? 0 : index, 0))
      case 'End':
        return act(() => goTo(isWithMod ? products.length - 1 : index, columns.length - 1))
      case 'PageDown':
        return act(() => goTo(index + pageRows, columnIndex))
      case 'PageUp':
        return act(() => goTo(index - pageRows, columnIndex))
      case 'Enter':
        return act(() => (column.isEditable && column.id !== 'title' ? onEdit(product, column) : onOpen(product)))
      case 'F2':
        return act(() => onEdit(product, column))
      case 'Delete':
      case 'Backspace':
        return act(() => column.isEditable && onClear(product, column))
    }
    if (isWithMod && event.key === 'a') return act(selection.toggleLoaded)
    const isAfterG = event.timeStamp - goneAt.current < SEQUENCE_MS
    goneAt.current = event.key === 'g' ? event.timeStamp : Number.NEGATIVE_INFINITY
    if (isWithMod || isAfterG || event.key.length !== 1) return
    if (KEYS.has(event.key.toLowerCase()) && !beginsWord(event.key)) return
    if (column.isEditable) act(() => onEdit(product, column, event.key))
  }

  function onHeaderKey(event: React.KeyboardEvent) {
    const header = event.target instanceof Element && event.target.closest('[data-header]')
    const at = header ? columns.findIndex(({ id }) => id === header.getAttribute('data-header')) : -1
    if (at === -1) return
    if (event.key === 'ArrowDown') {
      event.preventDefault()
      cursor.goTo(0, at)
    }
    const next = event.key === 'ArrowRight' ? columns[at + 1] : event.key === 'ArrowLeft' ? columns[at - 1] : undefined
    if (next) {
      event.preventDefault()
      focusHeader(event.currentTarget, next.id)
    }
  }

  function onPointerDown(): void {
    isInRows.current = false
  }

  return { onKeyDown, onPointerDown }
}

function focusHeader(grid: Element, columnId: string): void {
  const button = grid.querySelector<HTMLElement>(`[data-header="${columnId}"] button`)
  button?.focus()
  button?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
}
