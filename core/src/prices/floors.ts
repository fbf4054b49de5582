/** What a floor can be proposed from. A margin is a share of the price (basis points) or an amount, never both. */
export type FloorTerms = {
  price_cents: number
  cost_cents: number | null
  /** What eBay takes of the price, in basis points. */
  fee_bp: number
  /** What eBay takes of each sale besides. */
  fixed_fee_cents: number
} & ({ margin_bp: number; margin_cents?: never } | { margin_cents: number; margin_bp?: never })

export type ProposedFloor = {
  /** 60% of the price, half-up. */
  from_price_cents: number
  /**
   * The lowest price that still pays cost, fees and margin; null without a cost, or when fees and margin leave nothing of
   * any price.
   */
  from_cost_cents: number | null
}

const SHARE_OF_PRICE_BP = 6000

/** The two floors the page offers, in whole cents and at least 1. Nothing is set by this. */
export function proposeFloor(terms: FloorTerms): ProposedFloor {
  const { price_cents, cost_cents, fee_bp, fixed_fee_cents } = terms
  const from_price_cents = Math.max(1, Math.floor((price_cents * SHARE_OF_PRICE_BP + 5000) / 10_000))
  if (cost_cents === null) return { from_price_cents, from_cost_cents: null }
  const keptBp = 10_000 - fee_bp - (terms.margin_bp ?? 0)
  if (keptBp <= 0) return { from_price_cents, from_cost_cents: null }
  const needed = cost_cents + fixed_fee_cents + (terms.margin_cents ?? 0)
  // The lowest price whose kept share covers what is needed.
  return { from_price_cents, from_cost_cents: Math.max(1, Math.ceil((needed * 10_000) / keptBp)) }
}
