import { z } from 'zod'
import type { Sale } from '../state.ts'

const WEEK_S = 7 * 86_400

export const saleFields = {
  percent_off: z.int().min(1).max(99).optional(),
  price_cents: z.int().min(1).optional(),
  /** Unix milliseconds; now when absent. */
  started_at: z.int().optional(),
  ends_at: z.int().optional(),
  /** How long the sale runs when `ends_at` is absent: a week. */
  for_s: z.int().min(1).default(WEEK_S),
}

/** A sale of a listing: a percentage or a price, never both. */
export const SaleSeed = z
  .strictObject(saleFields)
  .refine((sale) => (sale.percent_off === undefined) !== (sale.price_cents === undefined), 'percent_off or price_cents')
type SaleSeed = z.infer<typeof SaleSeed>

/** The sale from the original price. */
export function makeSale(
  { percent_off, price_cents, started_at, ends_at, for_s }: SaleSeed,
  originalCents: number,
  nowMs: number,
): Sale {
  const start = started_at ?? nowMs
  return {
    price_cents: price_cents ?? Math.round((originalCents * (100 - (percent_off ?? 0))) / 100),
    started_at: start,
    ends_at: ends_at ?? start + for_s * 1000,
  }
}
