import { minorDigits } from '../../money.ts'
import { cutText } from '../../text.ts'
import type { ProductColumn } from '../product-columns.ts'
import { currencyInCell, type Read } from './cells.ts'
import type { ImportOptions } from './contract.ts'
import { currencyOfMark } from './currency-marks.ts'

/** Why a row is refused; `field` is null when the reason is the whole row. */
export type ImportReason = { field: string | null; message: string }

/** What is known of the product that a row is about. */
export type StoredAmounts = { currency: string; has_amounts: boolean }

type Amount = { column: Pick<ProductColumn, 'key' | 'label'>; text: string }
/** What a product has that says nothing else. */
const DEFAULT_CURRENCY = 'USD'
/** `isNews`: the product does not have this currency yet. */
type RowCurrency = { code: string; isNews: boolean; reason: ImportReason | null }

/**
 * The currency of a row's amounts: what its currency column says, else what stands beside the amounts, else the
 * product's own, else the file's. Amounts of a product have one currency.
 */
export function currencyOf(
  amounts: readonly Amount[],
  cell: string,
  product: StoredAmounts | undefined,
  options: ImportOptions,
): RowCurrency {
  const read = cell === '' ? null : readCurrency(cell)
  // A wrong code has its own reason.
  const said = read && 'value' in read ? read.value : null
  const fallback = said ?? product?.currency ?? options.currency
  let code = said
  let reason: ImportReason | null = null
  for (const { column, text } of amounts) {
    const mark = currencyInCell(text, code ?? fallback)
    if (mark === null || mark === 'unknown' || mark === code) continue
    const words = `${column.label}: “${shortened(text)}”`
    if (mark === 'ambiguous') {
      reason ??= { field: column.key, message: `${words} does not say which currency it is in.` }
    } else if (code !== null) {
      reason ??= { field: column.key, message: `${words} is in ${mark}, the rest of the row in ${code}.` }
    } else code = mark
  }
  const used = code ?? fallback
  if (reason === null && said === null && product?.has_amounts && used !== product.currency) {
    const words = `The amounts are in ${used}, those of the product in ${product.currency}.`
    reason = { field: 'currency', message: `${words} Add a Currency column to change its currency.` }
  }
  // Amounts that stay would become a hundred times as large, or as small.
  const isOtherUnit = product !== undefined && minorDigits(used) !== minorDigits(product.currency)
  if (reason === null && amounts.length === 0 && product?.has_amounts && isOtherUnit) {
    const message = `The amounts of the product are in ${product.currency}. Add their columns to change its currency.`
    reason = { field: 'currency', message }
  }
  return { code: used, isNews: used !== (product?.currency ?? DEFAULT_CURRENCY), reason }
}

/** The currency code of a cell that holds a code or a sign. */
export function readCurrency(text: string): Read<string> {
  const code = currencyOfMark(text, null)
  if (code === 'ambiguous') return { reason: 'could be several currencies; write a code such as SEK' }
  if (code !== null) return { value: code }
  return { reason: 'is not a currency code such as USD' }
}

/** A cell as a sentence names it. */
export const shortened = (text: string) => (text.length > 60 ? `${cutText(text, 57)}…` : text)
