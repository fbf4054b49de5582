type Sale = {
  price_cents: number
  /** Null: what it cost is not known, and neither is the profit. */
  cost_cents: number | null
  /** What eBay keeps of the price, basis points, and besides per sale. */
  fee_bp: number
  fixed_fee_cents: number
}

/** What eBay keeps of one sale, half-up to the cent, and what is left after the cost; null without a cost. */
export function profitOfSale({ price_cents, cost_cents, fee_bp, fixed_fee_cents }: Sale) {
  const fees_cents = Math.floor((price_cents * fee_bp + 5000) / 10_000) + fixed_fee_cents
  return { fees_cents, profit_cents: cost_cents === null ? null : price_cents - fees_cents - cost_cents }
}
