import type { CutSize } from './strategies.ts'

export type NextPriceRule = {
  size: CutSize
  max_cut_cents: number | null
  /** 0..99: the last two digits the price shall have. */
  price_ending: number | null
  floor_cents: number
}

export type NextPrice = {
  price_cents: number
  /** The cut would have been larger. */
  is_capped: boolean
  /** The price has the wished ending; false too when none is wished. */
  has_ending: boolean
  /** The price is the floor. */
  is_floor: boolean
}

/**
 * The price after one cut, in whole cents: percentage (half-up) or amount, then the cap, then the ending, then never
 * below the floor. Never above `oldCents`; equal to it when the cut rounds to nothing. `oldCents` is above the floor.
 */
export function nextPrice(oldCents: number, rule: NextPriceRule): NextPrice {
  const { size, max_cut_cents, price_ending, floor_cents } = rule
  const wished =
    size.kind === 'percentage' ? lessPercentage(oldCents, size.percentage_bp) : oldCents - size.amount_cents
  const lowest = max_cut_cents === null ? Number.NEGATIVE_INFINITY : oldCents - max_cut_cents
  const capped = Math.max(wished, lowest)
  // A cut that rounds to nothing stays nothing: the ending must not turn it into one.
  const ended =
    price_ending === null || capped >= oldCents ? null : nearestEnding(capped, price_ending, lowest, oldCents)
  const price_cents = Math.min(oldCents, Math.max(ended ?? capped, floor_cents))
  return {
    price_cents,
    is_capped: capped > wished,
    has_ending: ended !== null && price_cents === ended,
    is_floor: price_cents === floor_cents,
  }
}

// Exact: amounts stay below 10^10 cents, so every product here is below 2^53.
const lessPercentage = (cents: number, bp: number) => Math.floor((cents * (10_000 - bp) + 5000) / 10_000)

/** The nearest price with that ending in [lowest, below), ties down; null when there is none. */
function nearestEnding(cents: number, ending: number, lowest: number, below: number): number | null {
  const down = Math.floor((cents - ending) / 100) * 100 + ending
  const up = down + 100
  const isUpNearer = up - cents < cents - down
  const allowed = (isUpNearer ? [up, down] : [down, up]).find((price) => price > 0 && price >= lowest && price < below)
  return allowed ?? null
}
