import { CSV_BOM, CSV_LINE_BREAK, csvLine, guardCell } from '#core/cell-text.ts'
import type { FileAnswer } from '#core/http/file.ts'
import { moneyDecimal } from '#core/money.ts'
import type { PriceChange, PriceChangeExport } from '#core/prices/schema.ts'
import type { UserContext } from '../context.ts'
import { AppError } from '../errors.ts'
import { readPriceChanges } from './price-history.repo.ts'

/** What fits an answer and the time it may take. */
const MAX_ROWS = 50_000

const COLUMNS: readonly (readonly [string, (change: PriceChange) => string])[] = [
  ['planned_at', ({ planned_at }) => planned_at],
  ['ebay_item_id', ({ ebay_item_id }) => ebay_item_id],
  ['sku', ({ sku }) => sku ?? ''],
  ['title', ({ title }) => title],
  ['kind', ({ kind }) => kind],
  ['state', ({ state, is_undone }) => (is_undone ? 'undone' : state)],
  ['old_price', (change) => moneyDecimal(change.old_price_cents, change.currency)],
  ['new_price', (change) => moneyDecimal(change.new_price_cents, change.currency)],
  ['floor', ({ floor_cents, currency }) => (floor_cents === null ? '' : moneyDecimal(floor_cents, currency))],
  ['currency', ({ currency }) => currency],
  ['strategy', ({ strategy_name }) => strategy_name ?? ''],
  ['person', ({ actor_name }) => actor_name ?? ''],
  ['reason', ({ reason }) => reason ?? ''],
  ['slot_at', ({ slot_at }) => slot_at ?? ''],
  ['sent_at', ({ sent_at }) => sent_at ?? ''],
  ['confirmed_at', ({ confirmed_at }) => confirmed_at ?? ''],
  ['id', ({ id }) => id],
]

/** The price history as a CSV file a spreadsheet opens without running anything. Throws `invalid_input` for too many rows. */
export async function exportPriceHistory({ db }: UserContext, filters: PriceChangeExport): Promise<FileAnswer> {
  const lines = [csvLine(COLUMNS.map(([name]) => name))]
  for await (const page of readPriceChanges(db, filters)) {
    for (const change of page) lines.push(csvLine(COLUMNS.map(([, write]) => guardCell(write(change)))))
    if (lines.length > MAX_ROWS) {
      const message = `These are more than ${MAX_ROWS.toLocaleString('en')} price changes. Narrow them by days.`
      throw new AppError('invalid_input', message, { issues: [{ path: 'planned_from', message }] })
    }
  }
  const text = CSV_BOM + lines.join(CSV_LINE_BREAK) + CSV_LINE_BREAK
  return {
    filename: `price-changes-${new Date().toISOString().slice(0, 10)}.csv`,
    content_type: 'text/csv',
    bytes: new TextEncoder().encode(text),
  }
}
