import type { BulkEdit, BulkResult } from '#core/products/bulk.ts'
import { BULK_MAX_ROWS } from '#core/products/bulk.ts'
import type { SourcedProduct } from '#core/products/schema.ts'
import { showFailure } from '#ui/toasts/notify.ts'
import type { ProductLists } from '../product-lists.ts'
import { cellText, readCells } from './cell-values.ts'
import type { TableColumn } from './table-columns.ts'

type Grid = {
  products: readonly SourcedProduct[]
  columns: readonly TableColumn[]
  lists: ProductLists
  /** The position of the cursor; -1 when there is none. */
  rowIndex: number
  columnIndex: number
  isSelected: (id: string) => boolean
  /** Reads so many rows of the list, as far as it has them. */
  loadRows: (count: number) => Promise<readonly SourcedProduct[]>
}

type ClipboardOptions = Grid & {
  /** Writes what could be read, as one change set. */
  onPaste: (edit: BulkEdit) => void
  /** Lists the cells that were skipped. */
  onRefused: (refused: BulkResult['failed']) => void
}

/** Copies cells as text, and fills cells downward and rightward with cells from a spreadsheet. */
export function useClipboard({ onPaste, onRefused, ...grid }: ClipboardOptions) {
  const { products, columns, lists, rowIndex, columnIndex, loadRows } = grid

  function onCopy(event: React.ClipboardEvent) {
    const column = columns[columnIndex]
    if (isElsewhere(event) || !column || window.getSelection()?.toString()) return
    const selected = products.filter(({ id }) => grid.isSelected(id))
    const focused = products[rowIndex]
    const copied = selected.length > 0 ? selected : focused ? [focused] : []
    event.clipboardData.setData(
      'text/plain',
      copied.map((product) => quoted(cellText(product, column, lists))).join('\n'),
    )
    event.preventDefault()
  }

  async function paste(text: string) {
    const { parse } = await import('papaparse')
    const lines = parse<string[]>(text.replace(/\r?\n$/, ''), { delimiter: '\t' }).data
    const width = Math.max(...lines.map((line) => line.length))
    const wanted = lines.slice(0, BULK_MAX_ROWS)
    // The pasted rows may go beyond the rows that were scrolled to.
    const listed = rowIndex + wanted.length > products.length ? await loadRows(rowIndex + wanted.length) : products
    const first = Math.max(
      listed.findIndex(({ id }) => id === products[rowIndex]?.id),
      0,
    )
    const rows = wanted.flatMap((texts, at) => {
      const product = listed[first + at]
      return product ? [{ product, texts }] : []
    })
    const read = readCells(columns.slice(columnIndex, columnIndex + width), rows, lists)
    const refused = read.flatMap(({ reasons }, at) => {
      const product = rows[at]?.product
      return product ? reasons.map((reason) => ({ product_id: product.id, asin: product.asin, reason })) : []
    })
    const lost = lines.length - rows.length
    if (lost > 0)
      showFailure(
        `${lost} pasted ${lost === 1 ? 'row has' : 'rows have'} no row here and ${lost === 1 ? 'was' : 'were'} left out.`,
      )
    const edits = read.flatMap(({ set }, at) => {
      const product = rows[at]?.product
      return product && set ? [{ id: product.id, set }] : []
    })
    if (edits.length > 0) onPaste({ rows: edits })
    if (refused.length > 0) onRefused(refused)
  }

  function onPasteEvent(event: React.ClipboardEvent) {
    if (isElsewhere(event) || rowIndex === -1 || columnIndex === -1) return
    const text = event.clipboardData.getData('text/plain')
    if (text === '') return
    event.preventDefault()
    paste(text).catch((error: unknown) => showFailure('Nothing was pasted.', error))
  }

  return { onCopy, onPaste: onPasteEvent }
}

// An open editor, or an open list of a cell, handles copy and paste itself.
const isElsewhere = ({ target, currentTarget }: React.ClipboardEvent) =>
  !(target instanceof Element) || !currentTarget.contains(target) || target.closest('[data-editing]') !== null

const quoted = (text: string) => (/[\t\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
