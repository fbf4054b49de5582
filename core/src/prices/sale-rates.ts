/**
 * How often things sell, from the workspace's own history: units a listing sells per day, as an overall rate times a
 * factor for how far the price has come down since the first recorded day, times a factor for the listing's age. Factors of
 * groups with few sales are drawn towards 1, and a lower price never sells worse than a higher one.
 */

/** One day on which a listing could be bought. */
export type Exposure = { drop_bp: number; age_days: number; sold: number }

export type SaleRates = {
  sales_seen: number
  /** Listing-days on which something could be bought. */
  days_seen: number
  unitsPerDay(dropBp: number, ageDays: number): number
}

/** Lower ends of the groups. A price above the first one counts as not reduced. */
const DROP_FROM_BP = [0, 500, 1000, 2000, 3500] as const
const AGE_FROM_DAYS = [0, 7, 14, 30, 60] as const
/** A group's own rate counts as much as this many sales at the overall rate. */
const PRIOR_SALES = 5

/** Rates of nothing are 0. */
export function fitSaleRates(exposures: Iterable<Exposure>): SaleRates {
  const cells = DROP_FROM_BP.map(() => AGE_FROM_DAYS.map(() => ({ sold: 0, days: 0 })))
  let sales = 0
  let days = 0
  for (const { drop_bp, age_days, sold } of exposures) {
    const cell = cells[groupOf(DROP_FROM_BP, drop_bp)]?.[groupOf(AGE_FROM_DAYS, age_days)]
    if (!cell) continue
    cell.sold += sold
    cell.days += 1
    sales += sold
    days += 1
  }
  const rate = days === 0 ? 0 : sales / days
  const byDrop = cells.map((row) => total(row))
  const dropFactors = neverFalling(
    byDrop.map((group) => factor(group.sold, group.days * rate)),
    byDrop.map((group) => group.days),
  )
  const ageFactors = AGE_FROM_DAYS.map((_, age) => {
    const column = cells.map((row) => row[age] ?? { sold: 0, days: 0 })
    const expected = column.reduce((sum, cell, drop) => sum + cell.days * rate * (dropFactors[drop] ?? 1), 0)
    return factor(total(column).sold, expected)
  })
  return {
    sales_seen: sales,
    days_seen: days,
    unitsPerDay: (dropBp, ageDays) =>
      rate * (dropFactors[groupOf(DROP_FROM_BP, dropBp)] ?? 1) * (ageFactors[groupOf(AGE_FROM_DAYS, ageDays)] ?? 1),
  }
}

const factor = (sold: number, expected: number) => (sold + PRIOR_SALES) / (expected + PRIOR_SALES)
const groupOf = (from: readonly number[], value: number) =>
  Math.max(
    0,
    from.findLastIndex((least) => least <= value),
  )
const total = (cells: readonly { sold: number; days: number }[]) =>
  cells.reduce((sum, cell) => ({ sold: sum.sold + cell.sold, days: sum.days + cell.days }), { sold: 0, days: 0 })

/** Pools neighbours that fall until none does (isotonic regression), weighted by how much was seen of each. */
function neverFalling(values: readonly number[], weights: readonly number[]): number[] {
  const blocks: { value: number; weight: number; size: number }[] = []
  values.forEach((value, at) => {
    let block = { value, weight: (weights[at] ?? 0) + 1, size: 1 }
    for (let last = blocks.at(-1); last && last.value > block.value; last = blocks.at(-1)) {
      blocks.pop()
      const weight = last.weight + block.weight
      block = {
        value: (last.value * last.weight + block.value * block.weight) / weight,
        weight,
        size: last.size + block.size,
      }
    }
    blocks.push(block)
  })
  return blocks.flatMap(({ value, size }) => Array.from({ length: size }, () => value))
}
