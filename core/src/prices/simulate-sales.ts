import { seededRandom, seedOf } from './seeded-random.ts'

/** The mean of all draws, and the range that eight of ten keep to. */
export type Estimate = { low: number; mean: number; high: number }

/** What each draw sold: units, money, and the days to each sale added up. */
export type Trials = { sold: Float64Array; money: Float64Array; days: Float64Array }

const TRIALS = 200

export const noTrials = (): Trials => ({
  sold: new Float64Array(TRIALS),
  money: new Float64Array(TRIALS),
  days: new Float64Array(TRIALS),
})

type Shelf = {
  stock: number
  days: readonly { restocked: number; price_cents: number; unitsPerDay: number }[]
}

/**
 * Draws the listing's sales `TRIALS` times. Each draw of a listing takes its numbers from (seed, listing, draw), so that
 * two strategies meet the same buyers and only their prices make the difference: more chance of a sale never sells less.
 */
export function simulateSales(listingId: string, seed: number, salesSeen: number, shelf: Shelf): Trials {
  const trials = noTrials()
  const own = seedOf(listingId)
  const allInterest = shelf.days.reduce((sum, day) => sum + day.unitsPerDay, 0)
  for (let trial = 0; trial < TRIALS; trial += 1) {
    const luck = rateError(seed, trial, salesSeen)
    const random = seededRandom(own ^ Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(trial + 1, 0x85ebca6b))
    let untilNext = -Math.log(random())
    // Most draws of most listings sell nothing: known without going through the days. The margin is for rounding.
    if (allInterest * luck * 1.000_001 < untilNext) continue
    let stock = shelf.stock
    let sold = 0
    let money = 0
    let daysToSales = 0
    for (let at = 0; at < shelf.days.length; at += 1) {
      const day = shelf.days[at]
      if (!day) break
      stock += day.restocked
      let interest = day.unitsPerDay * luck
      while (stock > 0 && interest >= untilNext) {
        interest -= untilNext
        untilNext = -Math.log(random())
        stock -= 1
        sold += 1
        money += day.price_cents
        daysToSales += at
      }
      // Nobody waits before an empty shelf.
      if (stock > 0) untilNext -= interest
    }
    trials.sold[trial] = sold
    trials.money[trial] = money
    trials.days[trial] = daysToSales
  }
  return trials
}

/** How far off the overall rate may be in that draw: few sales seen, little known. The same for all listings. */
function rateError(seed: number, trial: number, salesSeen: number): number {
  const random = seededRandom(Math.imul(seed + 1, 0xc2b2ae35) ^ Math.imul(trial + 1, 0x27d4eb2f))
  const normal = Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random())
  const spread = 1 / Math.sqrt(Math.max(1, salesSeen))
  return Math.exp(normal * spread - (spread * spread) / 2)
}

/** Adds one listing's draws to a sum, draw by draw. */
export function addTrials(sum: Trials, trials: Trials): void {
  for (let trial = 0; trial < TRIALS; trial += 1) {
    sum.sold[trial] = (sum.sold[trial] ?? 0) + (trials.sold[trial] ?? 0)
    sum.money[trial] = (sum.money[trial] ?? 0) + (trials.money[trial] ?? 0)
    sum.days[trial] = (sum.days[trial] ?? 0) + (trials.days[trial] ?? 0)
  }
}

export type ExpectedSales = { sold: Estimate; money_cents: Estimate; days_to_sell: Estimate | null }

/** Units to two digits, money in whole cents, mean days to a sale to one digit (null when nothing ever sold). */
export function expectedSales({ sold, money, days }: Trials): ExpectedSales {
  const toSell = [...days].flatMap((sum, trial) => {
    const units = sold[trial] ?? 0
    return units > 0 ? [sum / units] : []
  })
  return {
    sold: estimate([...sold], 100),
    money_cents: estimate([...money], 1),
    days_to_sell: toSell.length === 0 ? null : estimate(toSell, 10),
  }
}

function estimate(values: readonly number[], precision: number): Estimate {
  const sorted = values.toSorted((a, b) => a - b)
  const share = (part: number) => round(sorted[Math.round((sorted.length - 1) * part)] ?? 0, precision)
  const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length
  return { low: share(0.1), mean: round(mean, precision), high: share(0.9) }
}

const round = (value: number, precision: number) => Math.round(value * precision) / precision
