import type { ListingStatus } from '../listings/listing-kinds.ts'
import { DAY_MS } from './zone.ts'

/** A row of `listing_days`: what a listing looked like when that day ended. `quantity_sold` counts from its beginning. */
export type RecordedDay = {
  day: string
  price_cents: number
  quantity_available: number | null
  quantity_sold: number | null
  watch_count: number | null
  status: ListingStatus
}

/** One day of a listing's life, as far as the records tell: days without a record are like the last one that has one. */
export type MarketDay = {
  day: string
  price_cents: number
  /** Sold in the course of that day, at its price. */
  sold: number
  /** Came in besides: more is there than sales explain. */
  restocked: number
  /** Whether buyers could see it; sold out counts as seen, because with another price it might not have been. */
  is_offered: boolean
  /** Whether it really could be bought: offered and in stock. */
  is_in_stock: boolean
}

/** `stock` and `price_cents` are those of the first record; the days begin on the day after it. */
export type MarketHistory = { begins_on: string; stock: number; price_cents: number; days: MarketDay[] }

/**
 * The recorded days from `from` to `until` (both included) without gaps, beginning at the first record; null when there
 * are fewer than two days. An unknown quantity counts as one, an unknown sales count as no sale.
 */
export function marketHistory(recorded: readonly RecordedDay[], from: string, until: string): MarketHistory | null {
  const rows = recorded
    .filter(({ day }) => day >= from && day <= until)
    .toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0))
  const [first] = rows
  if (!first) return null
  const begins_on = dayOf(Date.parse(first.day) + DAY_MS)
  const days: MarketDay[] = []
  let before = first
  let wasSoldOut = isSoldOut(first)
  for (const row of rows.slice(1)) {
    const rowMs = Date.parse(row.day)
    for (let ms = Date.parse(before.day) + DAY_MS; ms < rowMs; ms += DAY_MS) {
      days.push({ day: dayOf(ms), ...quietDay(before, wasSoldOut) })
    }
    const sold = Math.max(0, (row.quantity_sold ?? 0) - (before.quantity_sold ?? row.quantity_sold ?? 0))
    const stockBefore = stockOf(before)
    const restocked = Math.max(0, stockOf(row) - Math.max(0, stockBefore - sold))
    wasSoldOut = isSoldOut(row) || (wasSoldOut && row.status !== 'active')
    days.push({
      day: row.day,
      price_cents: row.price_cents,
      sold,
      restocked: wasSoldOut ? 0 : restocked,
      is_offered: row.status === 'active' || wasSoldOut,
      // What was sold that day was there to be bought.
      is_in_stock: sold > 0 || (row.status === 'active' && stockBefore + restocked > 0),
    })
    before = { ...row, quantity_sold: row.quantity_sold ?? before.quantity_sold }
  }
  if (days.length === 0) return null
  return { begins_on, stock: stockOf(first), price_cents: first.price_cents, days }
}

function quietDay(last: RecordedDay, wasSoldOut: boolean): Omit<MarketDay, 'day'> {
  const is_in_stock = last.status === 'active' && stockOf(last) > 0
  return { price_cents: last.price_cents, sold: 0, restocked: 0, is_offered: is_in_stock || wasSoldOut, is_in_stock }
}

const isSoldOut = ({ status, quantity_available }: RecordedDay) => status === 'sold_out' || quantity_available === 0
const stockOf = (row: RecordedDay) => (isSoldOut(row) ? 0 : (row.quantity_available ?? 1))
const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10)

export const daysBetween = (from: string, until: string) => Math.round((Date.parse(until) - Date.parse(from)) / DAY_MS)
