import { readCurrent, useChangeAnyProduct } from '#app/features/products/fields/use-change-product.ts'
import type { SourcedProduct, UpdateProduct } from '#core/products/schema.ts'
import { showFailure } from '#ui/toasts/notify.ts'
import type { ProductLists } from '../product-lists.ts'
import { cellText, changeTo, readCells } from './cell-values.ts'
import type { TableColumn } from './table-columns.ts'

/** Writes single cells: shown at once, with a message when the API refuses or another member's change came first. */
export function useCellWrites(lists: ProductLists) {
  const change = useChangeAnyProduct()

  function write(product: SourcedProduct, column: TableColumn, set: UpdateProduct): void {
    change(product, set).catch((error: unknown) => {
      const current = readCurrent(error)
      if (!current) {
        showFailure(`${column.label} of ${product.asin} was not changed.`, error)
        return
      }
      const theirs = cellText(current, column, lists)
      const mine = cellText({ ...product, ...plain(set) }, column, lists)
      showFailure(
        `${product.asin} was changed in the meantime. ${column.label} is ${quoted(theirs)}; yours, ${quoted(mine)}, was not saved.`,
        undefined,
        { label: 'Save mine', onClick: () => write(current, column, set) },
      )
    })
  }

  /** Why a text cannot be the value of a cell, as a sentence; null when it can. */
  const check = (product: SourcedProduct, column: TableColumn, text: string): string | null =>
    readCells([column], [{ product, texts: [text] }], lists)[0]?.reasons[0] ?? null

  return {
    check,
    writeText(product: SourcedProduct, column: TableColumn, text: string) {
      if (text.trim() === cellText(product, column, lists).trim()) return
      const [read] = readCells([column], [{ product, texts: [text] }], lists)
      if (read?.reasons[0]) showFailure(`${read.reasons[0]} Nothing was changed.`)
      else if (read?.set) write(product, column, read.set)
    },
    /** Chosen entries; none clears the cell. */
    writeChoice(product: SourcedProduct, column: TableColumn, ids: readonly string[]) {
      const set = changeTo(column, column.kind === 'owners' ? ids : (ids[0] ?? null))
      if (set) write(product, column, set)
    },
    toggle(product: SourcedProduct, column: TableColumn, isOn: boolean) {
      const set = changeTo(column, isOn)
      if (set) write(product, column, set)
    },
    clear(product: SourcedProduct, column: TableColumn) {
      if (cellText(product, column, lists) === '') return
      const set = changeTo(column, column.kind === 'owners' ? [] : null)
      if (set) write(product, column, set)
      else showFailure(`${column.label} cannot be empty.`)
    },
  }
}

const quoted = (text: string) => (text === '' ? 'empty' : `“${text}”`)

// For display only: the message does not need what the API makes of owners and custom values.
function plain({ owners, custom_values, ...set }: UpdateProduct): Partial<SourcedProduct> {
  const fields: Partial<SourcedProduct> = {}
  Object.assign(
    fields,
    set,
    owners && { owners: owners.map((owner) => ({ ...owner, is_primary: false, share_bps: null })) },
  )
  if (custom_values) {
    fields.custom_values = Object.fromEntries(
      Object.entries(custom_values).flatMap(([id, value]) => (value === null ? [] : [[id, value]])),
    )
  }
  return fields
}
